import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import * as z from "zod";
import { openRunOutputSchema } from "../../course/run/run.ts";
import type { RunPart } from "../../course/run/run-part.ts";
import { projectRoot } from "../class/programs.ts";
import { type Case, course, deadline, type MadeUpClass, writeClass, writeResults } from "./made-up-class.ts";

const figuresSchema = z.object({ seconds: z.number(), processorSeconds: z.number(), memoryMb: z.number() });
const invokedSchema = figuresSchema.extend({ output: z.unknown() });

export type Figures = z.infer<typeof figuresSchema>;

/** An invocation, and what it took; of the parts the dearest of all. */
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

const invoke = async ({ folder, answerMs, questions }: MeasureOptions, task: string, input: unknown) => {
  const program = join(projectRoot, "tools/large-class/invoke.ts");
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify({ folder, answerMs, questions, task, input }));
  return invokedSchema.parse(JSON.parse(await text(child.stdout)));
};

const dearest = (a: Figures, b: Figures): Figures => ({
  seconds: Math.max(a.seconds, b.seconds),
  processorSeconds: Math.max(a.processorSeconds, b.processorSeconds),
  memoryMb: Math.max(a.memoryMb, b.memoryMb),
});

/** A run from its opening to the trainer's mail, then the opening of its resumption. The map is made up. */
export const measureClass = async (options: MeasureOptions): Promise<Measured[]> => {
  const measured: Measured[] = [];
  const note = (step: string, { seconds, processorSeconds, memoryMb }: Figures): void => {
    measured.push({ step, seconds, processorSeconds, memoryMb });
    options.log(`${step}: ${seconds.toFixed(1)} s, ${memoryMb.toFixed(0)} MB`);
  };
  await writeClass(options);
  const start = (request: object, name: string) =>
    invoke(options, "openRun", { executionArn: name, startedAt: deadline, request });

  const opening = await start({ scheduledTime: deadline }, "first");
  const opened = openRunOutputSchema.parse(opening.output);
  if (opened.status !== "open") throw new Error(`The run is ${opened.status}.`);
  note("Open run", opening);
  const { runId, parts } = opened;

  let part: Figures | undefined;
  for (const one of parts) {
    const closing = await closeOne(options, runId, one);
    part = part ? dearest(part, closing) : closing;
  }
  if (part) note(`Close part, the dearest of ${parts.length}`, part);
  note("Close run", await invoke(options, "closeRun", { runId, course, at: deadline }));
  note("Mail trainer", await invoke(options, "mailTrainer", { runId, course }));
  note("Open run, resuming", await start({ resume: runId }, "resumption"));
  return measured;
};

const closeOne = async (options: MeasureOptions, runId: string, part: RunPart): Promise<Figures> => {
  const roster = readFileSync(join(options.folder, part.roster.key), "utf8").trimEnd().split("\n");
  const key = await writeResults(options.folder, part.resultsPrefix, roster, options.kind);
  const manifest = { bucket: "bucket", key };
  return invoke(options, "closePart", { runId, course, part, manifest });
};
