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

/** Processor time of the page's main thread, in milliseconds. */
export interface PageWork {
  /** Of its longest task: so long it answers to nothing. */
  readonly longestMs: number;
  readonly wholeMs: number;
}

/** What the page does while something is done. A busy machine makes it longer by the clock, but not by processor time. */
export const pageWork = async (page: Page, act: () => Promise<void>): Promise<PageWork> => {
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
  const ofTasks = events
    .filter(({ pid, tid, tdur }) => tdur !== undefined && mains.has(`${pid} ${tid}`))
    .map(({ tdur = 0 }) => tdur / 1000);
  if (ofTasks.length === 0) throw new Error("Chromium's tracing told of no task of the page.");
  return { longestMs: Math.max(...ofTasks), wholeMs: ofTasks.reduce((sum, each) => sum + each, 0) };
};
