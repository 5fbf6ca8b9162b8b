/** Run as a process of its own, to be killed with SIGKILL: says each function call on standard output, and waits. */
import { Clock } from "../../../../src/clock.ts";
import type { Json } from "../../../../src/ports.ts";
import { openEngine } from "../../../../src/services/stepfunctions/engine.ts";

const [, , dataFile = "", definition = "", input = ""] = process.argv;

const unexpected = (): never => {
  throw new Error("Nothing here should be called.");
};

const engine = await openEngine({
  dataFile,
  clock: new Clock(),
  functions: {
    invoke: async (_name: string, payload: Json) => {
      process.stdout.write(`${JSON.stringify(payload)}\n`);
      await new Promise((resolve) => setImmediate(resolve));
      return { ok: true, payload };
    },
  },
  queues: { sendMessage: unexpected },
  objects: { get: unexpected, put: unexpected, list: unexpected },
});
const arn = "arn:aws:states:us-east-1:000000000000:stateMachine:killed";
await engine.createOrUpdateStateMachine({
  name: "killed",
  arn,
  definition,
  roleArn: "arn:aws:iam::000000000000:role/R",
});
await engine.startExecution({ stateMachineArn: arn, name: "run", input });
