import { setTimeout as delay } from "node:timers/promises";
import { type ApiCall, callApi } from "../class/students.ts";
import { type Load, type LoadResult, loadSchema } from "./load-messages.ts";

/**
 * A process of its own that calls the API for a class: it receives a `Load` and sends back a `LoadResult`, in which calls
 * without an answer are refused. So the load costs the region's process nothing, and only that process is measured.
 */

const callAll = async ({ rate, requests }: Load): Promise<LoadResult> => {
  const latenciesMs: number[] = [];
  let accepted = 0;
  const startedAt = performance.now();
  const send = async (index: number, call: ApiCall): Promise<void> => {
    await delay(Math.max(0, startedAt + (index * 1000) / rate - performance.now()));
    const sentAt = performance.now();
    try {
      const { status } = await callApi(call);
      if (status === 200) accepted += 1;
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
