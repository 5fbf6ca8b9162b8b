import { accessVariables } from "../owner-access.ts";
import type { Region } from "../region.ts";
import type { CommandOptions } from "./options.ts";
import { runUntilEnded, serveRegion } from "./serve-region.ts";

/** What is printed once the region is ready. */
const announcement = (region: Region): string => {
  const { api, aws, inbox, outputs, plan, clock } = region;
  const stages = [...plan.apis.values()].flatMap((one) => one.stages.map(({ name }) => `${api}/${name}`));
  const variables = Object.entries(accessVariables(region));
  return [
    `${plan.stackName} is ready. Its clock stands at ${new Date(clock.now()).toISOString()}.`,
    ...stages.map((url) => `  API           ${url}`),
    `  AWS endpoint  ${aws}`,
    `  Inbox         ${inbox}/store`,
    ...Object.entries(outputs).map(([key, value]) => `  Output        ${key} = ${value}`),
    "For the AWS command line and any SDK, paste:",
    ...variables.map(([name, value]) => `  export ${name}=${value}`),
    "Ctrl-C ends it.",
  ].join("\n");
};

/** Starts the assembly's one stack, prints its addresses, and runs until the process gets a signal to end. */
export const runCommand = (options: CommandOptions): Promise<void> =>
  runUntilEnded((signal) =>
    serveRegion(
      options,
      {
        prepare: async () => ({ assembly: options.assembly }),
        onReady: (region) => console.log(announcement(region)),
      },
      signal,
    ),
  );
