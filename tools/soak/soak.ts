import { join } from "node:path";
import { partsOf } from "../../course/run/run-record.ts";
import { assemblyIn, makePartsSmall } from "../class/assembly.ts";
import { readInbox } from "../class/evidence.ts";
import { bucketOf, makeKeys } from "../class/owner.ts";
import { type Balance, balance } from "./balance.ts";
import { planKills } from "./kill-plan.ts";
import { KilledRegion } from "./killed-region.ts";
import { runClass } from "./run-class.ts";
import { type SoakClass, writeSoakCourse } from "./soak-class.ts";
import { type SentReceipt, submitClass } from "./submit-class.ts";

export interface SoakOptions {
  readonly students: number;
  /** Planned kills. One that would come after the end of the work does not happen. */
  readonly kills: number;
  /** The same seed plans the same class and the same kills. */
  readonly seed: number;
  /**
   * Students of one part of the run, at most; for an assembly that is synthesized here.
   * @default 10,000
   */
  readonly studentsOfPart?: number;
  /** Path of a plan of faults. */
  readonly faults?: string | undefined;
  /** Folder for everything, made here. */
  readonly folder: string;
  /**
   * Cloud assembly of the soak's course.
   * @default - synthesized
   */
  readonly assembly?: string;
  readonly log: (line: string) => void;
}

export interface SoakResult extends Balance {
  readonly seed: number;
  readonly students: number;
  readonly kills: number;
  /** Faults on purpose. */
  readonly faults: number;
  /** Submissions that were sent a receipt. */
  readonly receipts: number;
  /** The run and its resumptions. */
  readonly runs: number;
  /** Parts in which the first run graded the class. */
  readonly parts: number;
  readonly seconds: number;
}

/**
 * Far more than a soak takes even where ten programs share a processor, so that only one that hangs is ended: its start, each student's
 * work, and each start after a kill.
 */
const mostSeconds = ({ students, kills }: SoakOptions): number => 900 + students * 3 + kills * 60;

/**
 * The class submits through the front door, the deadline passes, the run grades; meanwhile the region is killed
 * repeatedly.
 */
const liveThrough = async (
  region: KilledRegion,
  course: SoakClass,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<Balance & Pick<SoakResult, "runs" | "parts"> & { readonly receipts: readonly SentReceipt[] }> => {
  log("publishing, and handing out keys");
  const studentIds = course.students.map(({ studentId }) => studentId);
  const keys = await makeKeys(bucketOf(await region.address()), studentIds);
  log("submitting");
  region.enter("submitting");
  const receipts = await submitClass(region, course, keys);
  log(`${receipts.length} receipts; the deadline passes`);
  region.enter("running");
  const runs = await runClass(region, course, { signal, log });
  region.spare();
  log("checking");
  const address = await region.address();
  const inbox = await readInbox(address.inbox);
  const checked = await balance({ class: course, receipts, runs, bucket: bucketOf(address), inbox });
  const [first] = runs.runs;
  return { ...checked, receipts, runs: runs.runs.length, parts: first ? partsOf(first).length : 0 };
};

const synthesized = async ({ folder, studentsOfPart }: SoakOptions, course: SoakClass): Promise<string> => {
  const assembly = await assemblyIn(folder, course.folder);
  if (studentsOfPart !== undefined) makePartsSmall(assembly, studentsOfPart);
  return assembly;
};

/** @throws {Error} when the work takes too long, or a region ends without being killed. */
export const soak = async (options: SoakOptions): Promise<SoakResult> => {
  const startedAt = performance.now();
  const { students, kills, seed, folder, faults, log } = options;
  const course = writeSoakCourse(join(folder, "course"), students, seed);
  log("synthesizing");
  const { assembly = await synthesized(options, course) } = options;
  const region = new KilledRegion({
    course: course.folder,
    assembly,
    data: join(folder, "region"),
    startsAtMs: course.beginsMs,
    kills: planKills(seed, kills, students),
    faults,
    log,
  });
  const signal = AbortSignal.timeout(1000 * mostSeconds(options));
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () =>
      reject(new Error(`The soak did not end within ${mostSeconds(options)} s.`)),
    );
  });
  try {
    const outcome = await Promise.race([liveThrough(region, course, signal, log), region.died, late]);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const { killCount, faultCount } = region;
    const counts = { seed, students, kills: killCount, faults: faultCount, seconds };
    return { ...outcome, ...counts, receipts: outcome.receipts.length };
  } finally {
    await region.end();
  }
};
