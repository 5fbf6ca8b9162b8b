import { describe } from "@jest/globals";
import { chromiumPath, hasChromium } from "./chromium.ts";

/** Tests that need a browser. Without one they are skipped, with a message. */
export const describeInChromium = (name: string, tests: () => void): void => {
  if (hasChromium) {
    describe(name, tests);
    return;
  }
  process.stderr.write(
    `\n!!! NOT TESTED: "${name}". There is no Chromium at ${chromiumPath}: install it, or name one in CHROMIUM.\n\n`,
  );
  describe.skip(name, tests);
};
