import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { closePartInputSchema } from "../../course/run/part-ledger.ts";
import { openRunOutputSchema } from "../../course/run/run.ts";
import type { RunPart } from "../../course/run/run-part.ts";
import { closePart } from "../../tasks/grading/close-part.ts";
import { logger } from "../../tasks/runtime/logger.ts";
import { assemblyIn } from "../class/assembly.ts";
import { projectRoot } from "../class/programs.ts";
import { BucketFolder } from "./bucket-folder.ts";
import { DeployedRun, type Figures } from "./deployed-run.ts";
import { FolderStore } from "./folder-store.ts";
import { startMadeUpAws } from "./made-up-aws.ts";
import {
  type Case,
  course,
  deadline,
  type MadeUpClass,
  madeUpGrade,
  writeClass,
  writeResults,
} from "./made-up-class.ts";

/** An invocation, and what it took. */
export interface Measured extends Figures {
  readonly step: string;
}

export interface MeasureOptions extends MadeUpClass {
  readonly kind: Case;
  /** Until S3 answers a read. */
  readonly answerMs: number;
  /** Called with each step when it has been measured. */
  readonly log: (line: string) => void;
}

/**
 * A run from its opening to the trainer's mail, then the opening of its resumption. The map is made up. Of the parts the first
 * and the last are measured; those between are like them, and are closed without S3, which saves hours.
 */
export const measureClass = async (options: MeasureOptions): Promise<Measured[]> => {
  const { questions, answerMs } = options;
  logger.setLogLevel("SILENT");
  const folder = join(options.folder, "bucket");
  mkdirSync(folder);
  const bucket = new BucketFolder(folder, (key) => madeUpGrade(key, questions));
  const assembly = await assemblyIn(options.folder, join(projectRoot, "examples/linux-evening"));
  const aws = await startMadeUpAws(bucket, answerMs);
  try {
    await writeClass({ ...options, folder });
    const deployed = await DeployedRun.in(assembly, aws.endpoint);
    return await measureRun(deployed, new FolderStore(bucket), { ...options, folder });
  } finally {
    aws.stop();
  }
};

const measureRun = async (
  deployed: DeployedRun,
  store: FolderStore,
  options: MeasureOptions,
): Promise<Measured[]> => {
  const measured: Measured[] = [];
  const note = (step: string, figures: Figures): void => {
    const { seconds, processorSeconds, memoryMb, timeoutSeconds } = figures;
    measured.push({ step, seconds, processorSeconds, memoryMb, timeoutSeconds });
    options.log(`${step}: ${seconds.toFixed(1)} s, ${memoryMb.toFixed(0)} MB`);
  };
  const start = (request: object, name: string) =>
    deployed.invoke("openRun", { executionArn: name, startedAt: deadline, request });

  const opening = await start({ scheduledTime: deadline }, "first");
  const opened = openRunOutputSchema.parse(opening.output);
  if (opened.status !== "open") throw new Error(`The run is ${opened.status}.`);
  note("Open run", opening);
  const { runId, parts } = opened;

  for (const [index, part] of parts.entries()) {
    const input = { runId, course, part, manifest: await madeUpMap(options, part) };
    const isMeasured = index === 0 || index === parts.length - 1;
    if (isMeasured)
      note(`Close part, ${index + 1} of ${parts.length}`, await deployed.invoke("closePart", input));
    else await closePart(closePartInputSchema.parse(input), { store, countInMetrics: () => undefined });
  }
  note("Close run", await deployed.invoke("closeRun", { runId, course, at: deadline }));
  note("Mail trainer", await deployed.invoke("mailTrainer", { runId, course }));
  note("Open run, resuming", await start({ resume: runId }, "resumption"));
  return measured;
};

const madeUpMap = async ({ folder, kind }: MeasureOptions, part: RunPart) => {
  const roster = readFileSync(join(folder, part.roster.key), "utf8").trimEnd().split("\n");
  return { bucket: "bucket", key: await writeResults(folder, part.resultsPrefix, roster, kind) };
};
