import type { Page } from "playwright-core";
import * as z from "zod";
import { hasChromium, startChromium } from "../support/chromium.ts";
import type { BrowserPage, Engine } from "./browser.ts";

const pageIn = (page: Page, version: string, end: () => Promise<void>): BrowserPage => {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    // The page itself tells of refusals and lost connections.
    const isOfNetwork = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isOfNetwork) faults.push(message.text());
  });
  return {
    version,
    goto: async (url) => {
      await page.goto(url);
    },
    reload: async () => {
      await page.reload();
    },
    evaluate: (expression) => page.evaluate(expression),
    frameText: async () => z.string().parse(await page.frames()[1]?.evaluate("document.body.innerText")),
    click: ({ x, y }) => page.mouse.click(x, y),
    press: (keys) => (typeof keys === "string" ? page.keyboard.press(keys) : page.keyboard.type(keys.text)),
    resize: (viewport) => page.setViewportSize(viewport),
    screenshot: () => page.screenshot(),
    faults: async () => faults,
    close: end,
  };
};

/** By Playwright, over Chromium's own protocol. */
export const chromium: Engine = {
  name: "Chromium",
  packages: "chromium",
  schemes: ["light", "dark"],
  untried: [],
  isInstalled: () => hasChromium,
  open: async (colorScheme) => {
    const browser = await startChromium();
    const context = await browser.newContext({ colorScheme });
    return pageIn(await context.newPage(), `chromium ${browser.version()}`, () => browser.close());
  },
};
