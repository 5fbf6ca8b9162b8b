import { rmSync } from "node:fs";
import { join } from "node:path";
import { accessVariables, type Region, runUntilEnded, serveRegion } from "local-region";
import { closeToOthers, makeDataFolder } from "local-region/command";
import { synthesize } from "../synthesize.ts";
import { consoleAddress, showConsole } from "./console.ts";
import { consoleTokenFor } from "./console-token.ts";
import type { RegionCommandOptions } from "./options.ts";
import { Parent } from "./parent.ts";
import { publish } from "./publish.ts";
import { sayError } from "./say-error.ts";

const parent = new Parent();

const announce = (region: Region, consoleUrl: string, consoleToken: string | undefined): void => {
  const asks = consoleToken === undefined ? "" : `   (asks each browser for the token ${consoleToken})`;
  const { PageUrl: pageUrl } = region.outputs;
  const described = pageUrl === undefined ? "" : `   (described at ${region.api}/openapi.json)`;
  const variables = Object.entries(accessVariables(region));
  console.log(`
The region is ready. Its clock stands at ${new Date(region.clock.now()).toISOString()}.
  Student page  ${pageUrl === undefined ? "none" : `${pageUrl}/`}
  Student API   ${region.api}/api/v1/...${described}
  AWS endpoint  ${region.aws}
  Console       ${consoleUrl}${asks}
  Inbox         ${consoleUrl}#/inbox   (as JSON: ${region.inbox}/store)
For the AWS command line, paste:
${variables.map(([name, value]) => `  export ${name}=${value}`).join("\n")}
Ctrl-C ends it.`);
};

const synthesized = async (
  { course, data, page }: RegionCommandOptions,
  signal: AbortSignal,
): Promise<string> => {
  const assembly = join(data, "assembly");
  console.log(`Synthesizing ${course} ...`);
  rmSync(assembly, { recursive: true, force: true });
  await synthesize(course, assembly, { signal, hasPage: page });
  // The toolkit copies bundles with file modes of its own.
  closeToOthers(assembly);
  return assembly;
};

/** Synthesizes, starts, publishes, says that it is ready, and stays up until `signal` aborts. */
const run = async (options: RegionCommandOptions, signal: AbortSignal): Promise<void> => {
  const { course, data } = options;
  parent.starting();
  makeDataFolder(data);
  const consoleToken = consoleTokenFor(options);
  await serveRegion(
    options,
    {
      prepare: async () => ({
        assembly: options.assembly ?? (await synthesized(options, signal)),
        onEvent: parent.onEvent,
      }),
      beforeReady: async (region) => {
        const closeConsole = await showConsole(region, { token: consoleToken });
        signal.addEventListener("abort", closeConsole, { once: true });
        const more = options.yes ? ["--yes"] : [];
        if (options.publish) console.log(await publish({ course, data, region, signal, more }));
        return {
          console: consoleAddress(region.api),
          ...(consoleToken === undefined ? {} : { consoleToken }),
        };
      },
      onReady: (region) => {
        parent.ready(region);
        announce(region, consoleAddress(region.api), consoleToken);
      },
    },
    signal,
  );
};

/** Runs until SIGINT or SIGTERM, or a fault: then it prints what is wrong and sets the exit code. */
export const runRegion = (options: RegionCommandOptions): Promise<void> => {
  const ending = new AbortController();
  parent.endWith(ending);
  return runUntilEnded((signal) => run(options, signal), { ending, sayError });
};
