import { type Browser, chromium, type Page } from "playwright-core";
import * as z from "zod";
import type { Access } from "../class/students.ts";
import type { Seen } from "./figures.ts";

const waitMs = 120_000;

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });

/** A browser keeps 250 of these by default. */
const keepAllTimings = "performance.setResourceTimingBufferSize(100000)";

/** The view's heading is there, and nothing is loading any more. */
export const shown = "main:has(h1):not(:has-text('Loading …'))";

const readCalls = `performance.getEntriesByType("resource")
  .filter(({ name }) => name.includes("/console/api/") && !name.endsWith("/changes"))
  .map(({ decodedBodySize }) => decodedBodySize)`;

/** Opens a view of the console in a new tab, and looks until it is loaded. The caller closes the tab. */
export const openView = async (browser: Browser, api: string, hash: string): Promise<Page> => {
  const page = await browser.newPage();
  await page.addInitScript(keepAllTimings);
  await page.goto(`${api}/console/${hash}`, { timeout: waitMs });
  await page.locator(shown).waitFor({ timeout: waitMs });
  return page;
};

/** Opens a view of the console, and says what it loaded. */
export const lookAtView = async (browser: Browser, api: string, hash: string): Promise<Seen> => {
  const page = await openView(browser, api, hash);
  try {
    const sizes = z.array(z.number()).parse(await page.evaluate(readCalls));
    return { calls: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    await page.close();
  }
};

/** The first link on a view whose address begins so, as the view's part after `#`. @throws {Error} when there is none. */
export const linkOn = async (browser: Browser, api: string, view: string, link: RegExp): Promise<string> => {
  const page = await openView(browser, api, view);
  try {
    const links = z
      .array(z.string())
      .parse(
        await page.evaluate(
          `[...document.querySelectorAll("main a")].map((a) => a.getAttribute("href") ?? "")`,
        ),
      );
    const found = links.find((one) => link.test(one));
    if (found !== undefined) return found;
    throw new Error(`The console's view ${view} has no link like ${link}: ${links.join(" ")}`);
  } finally {
    await page.close();
  }
};

/** The list of tests, as the students' page asks for it; its size as it crosses the network. */
export const lookAtList = async ({ api, studentId, key }: Access): Promise<Seen> => {
  const asked = { results: true, scores: true, receipts: true, closed: true };
  const answer = await fetch(`${api}/api/v1/tests`, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json", "accept-encoding": "gzip" },
    body: JSON.stringify({ studentId, ...asked }),
    signal: AbortSignal.timeout(waitMs),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The list was refused: ${text}`);
  return { bytes: Number(answer.headers.get("content-length") ?? Buffer.byteLength(text)) };
};
