import { text } from "node:stream/consumers";
import * as z from "zod";
import type { Mailer } from "../../adapters/mail/mailer.ts";
import { closePartInputSchema } from "../../course/run/part-ledger.ts";
import { closeRunInputSchema, mailTrainerInputSchema, openRunInputSchema } from "../../course/run/run.ts";
import { mostStudentsOfPart } from "../../course/run/run-part.ts";
import { closePart } from "../../tasks/grading/close-part.ts";
import { closeRun } from "../../tasks/grading/close-run.ts";
import { openRun } from "../../tasks/grading/open-run.ts";
import { mailTrainer } from "../../tasks/mail/mail-trainer.ts";
import { logger } from "../../tasks/runtime/logger.ts";
import { DiskStore } from "./disk-store.ts";
import { madeUpGrade } from "./made-up-class.ts";

/** One invocation in a process of its own: reads `invocationSchema` from its input, writes `invokedSchema`. */

const invocationSchema = z.object({
  folder: z.string(),
  answerMs: z.number(),
  questions: z.number(),
  task: z.enum(["openRun", "closePart", "closeRun", "mailTrainer"]),
  input: z.unknown(),
});

logger.setLogLevel("SILENT");
const { folder, answerMs, questions, task, input } = invocationSchema.parse(
  JSON.parse(await text(process.stdin)),
);
const store = new DiskStore(folder, answerMs, (key) => madeUpGrade(key, questions));
const bucketName = "bucket";
const closing = { store, countInMetrics: () => undefined };
const sent = Promise.resolve({ status: "sent", messageId: "made up" } as const);
const mailer: Mailer = { send: () => sent, sendWith: () => sent };

const tasks = {
  openRun: () =>
    openRun(openRunInputSchema.parse(input), {
      ...{ store, bucketName },
      ...{ lateWritesSeconds: 35, studentsOfPart: mostStudentsOfPart },
    }),
  closePart: () => closePart(closePartInputSchema.parse(input), closing),
  closeRun: () => closeRun(closeRunInputSchema.parse(input), closing),
  mailTrainer: () => mailTrainer(mailTrainerInputSchema.parse(input), { store, mailer, bucketName }),
};

const startedAt = performance.now();
const before = process.cpuUsage();
const output = await tasks[task]();
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    output,
    seconds: (performance.now() - startedAt) / 1000,
    processorSeconds: (user + system) / 1e6,
    memoryMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
  }),
);
