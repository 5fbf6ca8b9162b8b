import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

/**
 * A process of its own that submits for a class: reads `loadSchema` on standard input, prints `loadResultSchema`. So the
 * load costs the measured region's process nothing but the requests.
 */

export const loadSchema = z.object({
  url: z.url(),
  /** Requests a second. */
  rate: z.number().positive(),
  requests: z.array(z.object({ key: z.string(), body: z.string() })),
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
export type LoadResult = z.infer<typeof loadResultSchema>;

/** Longer than any answer takes; a request that gets none counts as refused. */
const timeoutMs = 30_000;

const submitAll = async ({ url, rate, requests }: Load): Promise<LoadResult> => {
  const latenciesMs: number[] = [];
  let accepted = 0;
  const startedAt = performance.now();
  const send = async (index: number, { key, body }: Load["requests"][number]): Promise<void> => {
    await delay(Math.max(0, startedAt + (index * 1000) / rate - performance.now()));
    const sentAt = performance.now();
    const headers = { "x-api-key": key, "content-type": "application/json" };
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await fetch(url, { method: "POST", headers, body, signal });
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

if (import.meta.main) {
  const input = await Array.fromAsync(process.stdin);
  const load = loadSchema.parse(JSON.parse(Buffer.concat(input).toString()));
  console.log(JSON.stringify(await submitAll(load)));
}
