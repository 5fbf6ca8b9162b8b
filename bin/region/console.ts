import { clientSettings, type Region } from "local-region";
import { findCourseStack } from "../../trainer/aws/course-stack.ts";
import { localInbox } from "../../trainer/console/inbox.ts";
import { openConsole } from "../../trainer/console/open-console.ts";
import { buildPage, type PageFile } from "../../web/build/build-page.ts";

export interface RegionConsoleOptions {
  /**
   * What a browser must show to be let in.
   * @default - nothing
   */
  readonly token?: string | undefined;
  /** @default - standard error */
  readonly log?: (line: string) => void;
  /** The built page; built when left out. */
  readonly files?: readonly PageFile[];
}

/**
 * Shows the trainer's console at a region's front door, as its owner. What changes is known at once.
 *
 * @returns how to end it.
 */
export const showConsole = async (
  region: Region,
  { token, log = console.error, files }: RegionConsoleOptions = {},
): Promise<() => void> => {
  const access = clientSettings(region);
  const { listener, close } = openConsole({
    files: files ?? (await buildPage("console")),
    door: region.frontDoor,
    token,
    access,
    stack: await findCourseStack(access, region.plan.stackName),
    commandOptions: ["--local"],
    inbox: localInbox(region.inbox),
    live: { now: () => region.clock.now(), watch: async (onChange) => region.onChange(onChange) },
    costsOf: region.costs.of,
    log,
  });
  region.frontDoor.mount("console", listener);
  return close;
};

/** The console's address for a browser. */
export const consoleAddress = (api: string): string => `${api}/console/`;
