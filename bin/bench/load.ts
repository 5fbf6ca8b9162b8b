import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

/**
 * A process of its own that calls the API for a class: it is sent a `Load`, and sends back its `LoadResult`. So the load the
 * measured region's process nothing but the requests.
 */

export const loadSchema = z.object({
  /** Requests a second. */
  rate: z.number().positive(),
  /** With a body a POST, without one a GET. */
  requests: z.array(z.object({ url: z.url(), key: z.string(), body: z.string().optional() })),
});

export const loadResultSchema = z.object({
  accepted: z.int(),
  refused: z.int(),
  /** From the first request to the last answer. */
  seconds: z.number(),
  /** From sending to the whole answer, milliseconds. */
  latenciesMs: z.array(z.number()),
});

export type Load = z.infer<typeof loadSchema>;
export type Request = Load["requests"][number];
export type LoadResult = z.infer<typeof loadResultSchema>;

/** Longer than any answer takes; a request that gets none counts as refused. */
const timeoutMs = 30_000;

const callAll = async ({ rate, requests }: Load): Promise<LoadResult> => {
  const latenciesMs: number[] = [];
  let accepted = 0;
  const startedAt = performance.now();
  const send = async (index: number, { url, key, body }: Request): Promise<void> => {
    await delay(Math.max(0, startedAt + (index * 1000) / rate - performance.now()));
    const sentAt = performance.now();
    const headers = { "x-api-key": key, "content-type": "application/json" };
    const content = body === undefined ? {} : { method: "POST", body };
    try {
      const answer = await fetch(url, { headers, ...content, signal: AbortSignal.timeout(timeoutMs) });
      await answer.arrayBuffer();
      if (answer.status === 200) accepted += 1;
    } catch {
      return;
    } finally {
      latenciesMs.push(performance.now() - sentAt);
    }
  };
  await Promise.all(requests.map((request, index) => send(index, request)));
  const seconds = (performance.now() - startedAt) / 1000;
  return { accepted, refused: requests.length - accepted, seconds, latenciesMs };
};

process.on("message", (message) => {
  void callAll(loadSchema.parse(message)).then((result) => process.send?.(result));
});
