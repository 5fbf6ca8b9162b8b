import type { RegionNews } from "../../bin/region/parent.ts";

/** Where a running region is. */
export type Address = Pick<
  Extract<RegionNews, { news: "ready" }>,
  "api" | "aws" | "inbox" | "owner" | "outputs"
>;

/** A region that a class lives with, and that may be gone for a while. */
export interface SoakedRegion {
  /** The region that runs now, or the next one once it is ready. */
  address(): Promise<Address>;
  /** Does something with a running region, again when that went away meanwhile. */
  steadily<T>(work: (address: Address) => Promise<T>): Promise<T>;
  /** Calls `listener` with all that the region tells; returns how to stop that. */
  onNews(listener: (news: Pick<RegionNews, "news">) => void): () => void;
  /** Where its clock stands; milliseconds since 1970. */
  readonly nowMs: number;
  moveTo(toMs: number): void;
  /** Moves its clock to what it is waited for, by so much at most, unless a function is at work. */
  hurry(byMs: number): void;
  /** A submission was accepted. */
  accepted(): void;
}
