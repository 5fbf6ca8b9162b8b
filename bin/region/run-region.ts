import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  accessVariables,
  Clock,
  checkClock,
  closeToOthers,
  lockDataFolder,
  makeDataFolder,
  type Region,
  type RegionOptions,
  readFaultPlan,
  startRegion,
} from "local-region";
import { synthesize } from "../synthesize.ts";
import { clockStartMs } from "./clock-start.ts";
import { consoleAddress, consoleSettings } from "./console.ts";
import { consoleTokenFor } from "./console-token.ts";
import type { RegionCommandOptions } from "./options.ts";
import { Parent } from "./parent.ts";
import { publish } from "./publish.ts";
import { removeReadyFile, writeReadyFile } from "./ready-file.ts";
import { sayError } from "./say-error.ts";

const parent = new Parent();

const announce = (region: Region, consoleUrl: string, consoleToken: string | undefined): void => {
  const asks = consoleToken === undefined ? "" : `   (asks each browser for the token ${consoleToken})`;
  const variables = Object.entries(accessVariables(region));
  console.log(`
The region is ready. Its clock stands at ${new Date(region.clock.now()).toISOString()}.
  Student page  ${region.outputs.PageUrl ?? region.api}/
  Student API   ${region.api}/api/v1/...   (described at ${region.api}/openapi.json)
  AWS endpoint  ${region.aws}
  Console       ${consoleUrl}${asks}
  Inbox         ${consoleUrl}#/inbox   (as JSON: ${region.inbox}/store)
For the AWS command line, paste:
${variables.map(([name, value]) => `  export ${name}=${value}`).join("\n")}
Ctrl-C ends it.`);
};

const synthesized = async ({ course, data }: RegionCommandOptions, signal: AbortSignal): Promise<string> => {
  const assembly = join(data, "assembly");
  console.log(`Synthesizing ${course} ...`);
  rmSync(assembly, { recursive: true, force: true });
  await synthesize(course, assembly, signal);
  // The toolkit copies bundles with modes of its own.
  closeToOthers(assembly);
  return assembly;
};

/** What a region has only when it is asked for. */
const extrasOf = ({
  faults,
  configurationSet,
}: RegionCommandOptions): Pick<RegionOptions, "faults" | "configurationSet"> => ({
  ...(faults === undefined ? {} : { faults: readFaultPlan(faults) }),
  ...(configurationSet === undefined ? {} : { configurationSet }),
});

/** Synthesizes, starts, publishes, says that it is ready, and stays up until `signal` aborts. */
const run = async (options: RegionCommandOptions, signal: AbortSignal): Promise<void> => {
  const { course, data, port, now, host, name: names } = options;
  const extras = extrasOf(options);
  parent.starting();
  makeDataFolder(data);
  const consoleToken = consoleTokenFor(options);
  const lock = lockDataFolder(data);
  const removeReady = (): void => removeReadyFile(data);
  // Also when the process ends by a fault of its own.
  process.on("exit", removeReady);
  try {
    removeReady();
    // Said before the synthesis, which takes a while.
    checkClock(data, clockStartMs(data, now));
    const assembly = options.assembly ?? (await synthesized(options, signal));
    const clock = new Clock(new Date(clockStartMs(data, now)));
    const { onEvent } = parent;
    const region = await startRegion({
      assembly,
      data,
      lock,
      port,
      host,
      names,
      clock,
      console: await consoleSettings(consoleToken),
      onEvent,
      ...extras,
    });
    try {
      const more = options.yes ? ["--yes"] : [];
      if (options.publish) console.log(await publish({ course, data, region, signal, more }));
      signal.throwIfAborted();
      writeReadyFile(data, region, consoleAddress(region.api), consoleToken);
      parent.ready(region);
      announce(region, consoleAddress(region.api), consoleToken);
      if (!signal.aborted) await once(signal, "abort");
    } finally {
      removeReady();
      await region.stop();
      clock.stop();
    }
  } finally {
    process.off("exit", removeReady);
    lock.release();
  }
};

/** Until SIGINT or SIGTERM, or a fault: then the exit code is set, and what is wrong said. */
export const runRegion = async (options: RegionCommandOptions): Promise<void> => {
  const ending = new AbortController();
  parent.endWith(ending);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => ending.abort());
  try {
    await run(options, ending.signal);
  } catch (error) {
    if (ending.signal.aborted) return;
    console.error(sayError(error));
    process.exitCode = 1;
  }
};
