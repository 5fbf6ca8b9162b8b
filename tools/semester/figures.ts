import type { Region } from "local-region";
import { type AwsCalls, countingCalls } from "./count-calls.ts";

/** What looking at one thing cost, once. */
export interface Look {
  readonly wallMs: number;
  /** Processor time of the region, of its functions and of the console in it; not that of a browser. */
  readonly regionMs: number;
  /** Processor time of the command that looked. Left out: none did. */
  readonly commandMs?: number;
  /** Payload; of the console's page: of all calls of its view, before compression. Left out: a command. */
  readonly bytes?: number;
  /** Calls that a page has made. */
  readonly calls?: number;
  readonly aws: AwsCalls;
}

/** The median of several looks, by what was looked at. */
export type Figures = ReadonlyMap<string, Look>;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Processor time of all that took part. */
export const cpuMsOf = ({ regionMs, commandMs = 0 }: Look): number => regionMs + commandMs;

/** The look whose processor time is the median. */
const medianLook = (looks: readonly Look[]): Look => {
  const sorted = looks.toSorted((a, b) => cpuMsOf(a) - cpuMsOf(b));
  const look = sorted[Math.floor(sorted.length / 2)];
  if (look === undefined) throw new Error("Nothing was looked at.");
  return { ...look, wallMs: median(looks.map(({ wallMs }) => wallMs)) };
};

export const awsPortOf = ({ aws }: Pick<Region, "aws">): number => Number(new URL(aws).port);

/** What a look adds to what is counted anyway. */
export type Seen = Pick<Look, "commandMs" | "bytes" | "calls">;

/** Counts what it costs this process, which runs the region, to be looked at. @param awsPort of the region. */
export const lookOnce = async (awsPort: number, see: () => Promise<Seen>): Promise<Look> => {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const { result, aws } = await countingCalls(awsPort, see);
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - startedAt, regionMs: (user + system) / 1000, aws, ...result };
};

/** Looks several times, after once to warm up. */
export const lookOften = async (times: number, look: () => Promise<Look>): Promise<Look> => {
  const looks: Look[] = [];
  for (let turn = 0; turn <= times; turn += 1) looks.push(await look());
  return medianLook(looks.slice(1));
};
