import { Clock, type Region, startRegion } from "local-region";
import * as z from "zod";
import { RunWatch } from "../class/run-watch.ts";
import {
  type Answer,
  type Grading,
  type Order,
  orderSchema,
  type Ready,
  type Usage,
} from "./region-messages.ts";

/**
 * The process that the bench measures: a region, whose clock it moves. Arguments: assembly, data folder, the instant at
 * which the clock begins. Publishing and the students' load run in other processes.
 */

/** Functions run in threads of this process; on AWS their local time is UTC. */
process.env.TZ = "UTC";

/** More than the settle time, so that one move of the clock passes it. */
const pastSettlingMs = 60_000;

const succeededSchema = z.object({ output: z.string() });

const grade = async (region: Region, deadline: string, timeoutMs: number): Promise<Grading> => {
  const watch = new RunWatch(region.engine, timeoutMs);
  const settling = watch.waitFor("the run lets late writes land", ({ type }) => type === "WaitStateEntered");
  region.clock.moveTo(Date.parse(deadline));
  await settling;
  region.clock.moveTo(region.clock.now() + pastSettlingMs);
  const settledAt = performance.now();
  await watch.waitFor("the map starts", ({ type }) => type === "MapRunStarted");
  const mapAt = performance.now();
  await watch.waitFor("the map ends", ({ type }) => /^MapRun(Succeeded|Failed)$/.test(type));
  const mapSeconds = (performance.now() - mapAt) / 1000;
  const end = await watch.waitFor("the run ends", ({ type }) =>
    /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type),
  );
  if (end.type !== "ExecutionSucceeded") throw new Error(`The run ended with ${JSON.stringify(end)}.`);
  const { output } = succeededSchema.parse(end.executionSucceededEventDetails);
  return { mapSeconds, runSeconds: (performance.now() - settledAt) / 1000, output };
};

const usage = ({ callCounter, functions }: Region): Usage => {
  const seconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;
  return {
    cpuSeconds: seconds(process.cpuUsage()),
    mainThreadCpuSeconds: seconds(process.threadCpuUsage()),
    peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
    calls: callCounter.calls,
    functions: Object.fromEntries(functions.stats()),
  };
};

const follow = async (region: Region, order: Order): Promise<unknown> => {
  switch (order.do) {
    case "move the clock":
      return region.clock.moveTo(Date.parse(order.to));
    case "grade":
      return grade(region, order.deadline, order.timeoutMs);
    case "report the usage":
      return usage(region);
    case "stop":
      await region.stop();
      return region.clock.stop();
  }
};

const answered = async (work: Promise<unknown>): Promise<Answer> => {
  try {
    return { ok: true, value: (await work) ?? null };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
};

const send = (answer: Answer): void => {
  process.send?.(answer);
};

const [assembly = "", data = "", begins = ""] = process.argv.slice(2);
const region = await startRegion({ assembly, data, clock: new Clock(new Date(begins)) });
process.on("message", async (message) => {
  const order = orderSchema.parse(message);
  send(await answered(follow(region, order)));
  if (order.do === "stop") process.disconnect();
});
const { api, aws, owner, outputs } = region;
const ready: Ready = { api, aws, owner, outputs: { ...outputs } };
send({ ok: true, value: ready });
