import { createRequire } from "node:module";
import { isError, isObject } from "../../course/unknown-value.ts";

/**
 * One invocation in a process of its own: it is sent the file that exports the handler, and the event, and sends back
 * what `answerSchema` (deployed-run.ts) says. It is bundled itself, and so small that it adds nothing to what it measures.
 */
const invoke = async (message: unknown) => {
  if (!isObject(message)) throw new TypeError("An invocation is an object.");
  const code = String(message.code);
  const module: unknown = createRequire(code)(code);
  if (!isObject(module) || typeof module.handler !== "function") throw new TypeError("There is no handler.");
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const output: unknown = await module.handler(message.event);
  const { user, system } = process.cpuUsage(before);
  return {
    output,
    seconds: (performance.now() - startedAt) / 1000,
    processorSeconds: (user + system) / 1e6,
    memoryMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
  };
};

process.once("message", async (message) => {
  const answer = await invoke(message).catch((error: unknown) => ({
    failed: isError(error) ? `${error.name}: ${error.message}` : String(error),
  }));
  process.send?.(answer, () => process.exit());
});
