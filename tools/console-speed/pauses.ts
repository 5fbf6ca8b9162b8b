import type { Page } from "playwright-core";
import * as z from "zod";

/** A task of a thread, as Chromium's tracing tells it; `tdur` is its processor time, in microseconds. */
const traceSchema = z.object({
  value: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      tdur: z.number().optional(),
      args: z.object({ name: z.string().optional() }).loose().optional(),
    }),
  ),
});

type TraceEvent = z.infer<typeof traceSchema>["value"][number];

const categories = "toplevel,__metadata";

/**
 * The longest task of the page's main thread while something is done, in milliseconds of processor time: so long it answers to
 * nothing. A busy machine makes tasks longer by the clock, but not by this.
 */
export const longestPause = async (page: Page, act: () => Promise<void>): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", (data) => events.push(...traceSchema.parse(data).value));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: categories.split(",") },
  });
  await act();
  const complete = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  const mains = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(({ pid, tid, tdur }) => tdur !== undefined && mains.has(`${pid} ${tid}`));
  if (tasks.length === 0) throw new Error("Chromium's tracing told of no task of the page.");
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
};
