import type { ConsoleSettings } from "local-region";
import { buildPage } from "../../web/build/build-page.ts";

/** Builds the console's page, for a region to serve. */
export const consoleSettings = async (token: string | undefined): Promise<ConsoleSettings> => ({
  files: await buildPage("console"),
  ...(token === undefined ? {} : { token }),
});

/** Where a browser finds the console. */
export const consoleAddress = (api: string): string => `${api}/console/`;
