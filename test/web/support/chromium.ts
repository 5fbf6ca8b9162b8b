import { existsSync } from "node:fs";
import { describe } from "@jest/globals";
import { type Browser, chromium } from "playwright-core";

const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";

export const hasChromium = existsSync(executablePath);

/** It starts in ten seconds on a busy machine, when nothing of it is in memory yet. */
const startTimeoutMs = 60_000;

/** Starts a Chromium with an empty profile, which makes no calls home. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    timeout: startTimeoutMs,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** Tests that need a browser. Without one they are skipped, with a message. */
export const describeInChromium = (name: string, tests: () => void): void => {
  if (hasChromium) {
    describe(name, tests);
    return;
  }
  process.stderr.write(
    `\n!!! NOT TESTED: "${name}". There is no Chromium at ${executablePath}: install it, or name one in CHROMIUM.\n\n`,
  );
  describe.skip(name, tests);
};
