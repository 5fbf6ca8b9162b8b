import type { RegionNews } from "../../bin/region/parent.ts";
import type { RegionAddress } from "../class/region-process.ts";

/** A region that a class uses, and that may be down for a while. */
export interface SoakedRegion {
  /** The region that runs now, or the next one once it is ready. */
  address(): Promise<RegionAddress>;
  /** Does something with a running region, and again when that region was killed meanwhile. */
  steadily<T>(work: (address: RegionAddress) => Promise<T>): Promise<T>;
  /** Calls `listener` with each message of the region; returns a function that stops it. */
  onNews(listener: (news: Pick<RegionNews, "news">) => void): () => void;
  /** Where its clock stands; milliseconds since 1970. */
  readonly nowMs: number;
  moveTo(toMs: number): void;
  /** Advances its clock to the next timer, by at most this many milliseconds; ignored while a function runs. */
  advance(byMs: number): void;
  /** A submission was accepted. */
  accepted(): void;
}
