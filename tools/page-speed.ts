import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { type Browser, type CDPSession, chromium } from "playwright-core";
import * as z from "zod";
import { messageOf } from "../course/unknown-value.ts";

/** Lighthouse's slow 4G on a mid-range phone. */
const slowPhone = { roundTripMs: 150, downKbit: 1600, upKbit: 750, slowdown: 4 } as const;

/** TCP's handshake and that of TLS 1.3, before the first request; Chromium's throttling leaves them out. */
const connectionRoundTrips = 2;

const waitMs = 60_000;

/** Milliseconds since the navigation began; bytes as they crossed the network. */
const visitSchema = z.object({
  firstPaintMs: z.number(),
  formMs: z.number(),
  bytes: z.number(),
});
type Visit = z.infer<typeof visitSchema>;

/** Runs in the page: notes when the sign-in form is first drawn. */
const watchForm = `new MutationObserver((_, watcher) => {
  if (!document.querySelector("form input")) return;
  watcher.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.formMs = performance.now(); }));
}).observe(document, { childList: true, subtree: true });`;

const readFigures = `(() => {
  const [visit] = performance.getEntriesByType("navigation");
  const files = [visit, ...performance.getEntriesByType("resource")];
  return {
    firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    formMs: window.formMs,
    bytes: files.reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
})()`;

const slowDown = async (session: CDPSession): Promise<void> => {
  const { roundTripMs, downKbit, upKbit, slowdown } = slowPhone;
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: roundTripMs,
    downloadThroughput: (downKbit * 1000) / 8,
    uploadThroughput: (upKbit * 1000) / 8,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
};

/** A first visit: nothing is kept from earlier ones. */
const visit = async (browser: Browser, url: string): Promise<Visit> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true });
  try {
    const page = await context.newPage();
    await slowDown(await context.newCDPSession(page));
    await page.addInitScript(watchForm);
    await page.goto(url, { timeout: waitMs });
    await page.waitForFunction("window.formMs", undefined, { timeout: waitMs });
    return visitSchema.parse(await page.evaluate(readFigures));
  } finally {
    await context.close();
  }
};

const runningRegion = (): string => {
  const file = join(import.meta.dirname, "..", ".region", "ready.json");
  try {
    return z.object({ api: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).api;
  } catch (error) {
    throw new Error("No region runs here: start one with npm start, or name the page's address.", {
      cause: error,
    });
  }
};

const render = (url: string, visits: readonly Visit[]): string => {
  const { roundTripMs, downKbit, slowdown } = slowPhone;
  const connectingMs = connectionRoundTrips * roundTripMs;
  /** Figures of the fastest visit and of the median one, which shows how busy this machine was. */
  const figures = (figure: keyof Visit, addend = 0): string => {
    const sorted = visits.map((one) => Math.round(one[figure] + addend)).toSorted((a, b) => a - b);
    return [sorted[0], sorted[Math.floor(sorted.length / 2)]]
      .map((value) => String(value).padStart(10))
      .join("");
  };
  return [
    `${url}, first visit on a slow phone: ${roundTripMs} ms a round trip, ${downKbit / 1000} Mbit/s, processor ${slowdown} times slower.`,
    `                                fastest    median of ${visits.length} visits`,
    `first paint, ms              ${figures("firstPaintMs")}`,
    `sign-in form, ms             ${figures("formMs")}`,
    `first paint, connecting too  ${figures("firstPaintMs", connectingMs)}`,
    `sign-in form, connecting too ${figures("formMs", connectingMs)}`,
    `bytes transferred            ${figures("bytes")}`,
    `Connecting (TCP, TLS 1.3) is counted as ${connectionRoundTrips} round trips: Chromium slows down what comes after it.`,
  ].join("\n");
};

const measure = async (url: string, visits: number): Promise<Visit[]> => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const measured: Visit[] = [];
    // The first one warms up the browser itself.
    for (let turn = 0; turn <= visits; turn += 1) measured.push(await visit(browser, url));
    return measured.slice(1);
  } finally {
    await browser.close();
  }
};

const command = new Command("npm run page-speed --")
  .description("Measures how soon the students' page shows its sign-in form on a slow phone, in Chromium.")
  .argument("[address]", "of the page, here or on AWS; the region's that runs here by default")
  .parse();
try {
  const url = new URL(command.args[0] ?? runningRegion()).href;
  console.log(render(url, await measure(url, 5)));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
