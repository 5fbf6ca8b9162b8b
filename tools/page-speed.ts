import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
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
  /** When the page's script has taken over the form, so that a press is answered. */
  runsMs: z.number(),
  bytes: z.number(),
});
type Visit = z.infer<typeof visitSchema> & Partial<List & Test>;

/** The list of tests after the sign-in: from the press of the button until it is drawn, as it crossed the network and whole. */
const listSchema = z.object({ listMs: z.number(), listBytes: z.number(), wholeBytes: z.number() });
type List = z.infer<typeof listSchema>;

/**
 * A test's questions, from the press of its link in the list: until they are drawn, and until the first answer shows as given.
 */
interface Test {
  readonly testMs: number;
  readonly answeredMs: number;
}

interface Signed {
  readonly key: string;
  /** `<subject>/<testId>`; null: none is opened. */
  readonly test: string | null;
}

/** Runs in the page: notes when the sign-in form is first drawn, and when its script runs. */
const watchForm = `
const watch = (name, isThere) => new MutationObserver((_, watcher) => {
  if (!isThere()) return;
  watcher.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window[name] = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
const form = () => document.querySelector("form input");
watch("formMs", form);
watch("runsMs", () => form() && !document.getElementById("waiting"));`;

const readFigures = `(() => {
  const [visit] = performance.getEntriesByType("navigation");
  const files = [visit, ...performance.getEntriesByType("resource")];
  return {
    firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    formMs: window.formMs,
    runsMs: window.runsMs,
    bytes: files.reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
})()`;

/** The sign-in asks for the list, and the view that follows asks again: the larger of the two answers. */
const readList = `(() => {
  const answers = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/v1/tests"));
  const largest = (field) => Math.max(...answers.map((answer) => answer[field]));
  return { listBytes: largest("transferSize"), wholeBytes: largest("decodedBodySize") };
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

const signIn = async (page: Page, key: string): Promise<List> => {
  await page.locator("#key").fill(key);
  const pressedMs = performance.now();
  await page.locator("button[type=submit]").click();
  await page.locator("main section").first().waitFor({ timeout: waitMs });
  const listMs = performance.now() - pressedMs;
  return listSchema.parse({ listMs, ...Object(await page.evaluate(readList)) });
};

/** Runs in the page: milliseconds until the change that `act` brings about is drawn. */
const untilDrawn = (act: string, isThere: string): string => `new Promise((resolve) => {
  const pressedMs = performance.now();
  new MutationObserver((_, watcher) => {
    if (!(${isThere})) return;
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressedMs)));
  }).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
  ${act};
})`;

const openTest = async (page: Page, test: string): Promise<Test> => {
  const open = `location.hash = ${JSON.stringify(`#/test/${test}`)}`;
  const testMs = Number(await page.evaluate(untilDrawn(open, 'document.querySelector("fieldset")')));
  const answer = `const said = document.querySelector(".status").textContent;
    document.querySelector("fieldset input").click()`;
  const isGiven = 'document.querySelector(".status").textContent !== said';
  return { testMs, answeredMs: Number(await page.evaluate(untilDrawn(answer, isGiven))) };
};

/** A first visit: nothing is kept from earlier ones. */
const visit = async (browser: Browser, url: string, signed: Signed | null): Promise<Visit> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true });
  try {
    const page = await context.newPage();
    await slowDown(await context.newCDPSession(page));
    await page.addInitScript(watchForm);
    await page.goto(url, { timeout: waitMs });
    await page.waitForFunction("window.runsMs", undefined, { timeout: waitMs });
    const figures = visitSchema.parse(await page.evaluate(readFigures));
    if (signed === null) return figures;
    const list = await signIn(page, signed.key);
    return { ...figures, ...list, ...(signed.test !== null && (await openTest(page, signed.test))) };
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

/** Lines of what was measured only where somebody signs in, or opens a test. */
const linesAfterSignIn = (visits: readonly Visit[], figures: (figure: keyof Visit) => string): string[] =>
  [
    ["listMs", "sign-in until the list, ms   "] as const,
    ["listBytes", "the list, bytes transferred  "] as const,
    ["wholeBytes", "the list, bytes of JSON      "] as const,
    ["testMs", "list until the questions, ms "] as const,
    ["answeredMs", "first answer shown, ms       "] as const,
  ].flatMap(([figure, words]) =>
    visits.every((one) => one[figure] === undefined) ? [] : [`${words}${figures(figure)}`],
  );

const render = (url: string, visits: readonly Visit[]): string => {
  const { roundTripMs, downKbit, slowdown } = slowPhone;
  const connectingMs = connectionRoundTrips * roundTripMs;
  /** Figures of the fastest visit and of the median one, which shows how busy this machine was. */
  const figures = (figure: keyof Visit, addend = 0): string => {
    const sorted = visits.map((one) => Math.round((one[figure] ?? 0) + addend)).toSorted((a, b) => a - b);
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
    `script runs, connecting too  ${figures("runsMs", connectingMs)}`,
    `bytes until it runs          ${figures("bytes")}`,
    ...linesAfterSignIn(visits, figures),
    `Connecting (TCP, TLS 1.3) is counted as ${connectionRoundTrips} round trips: Chromium slows down what comes after it.`,
  ].join("\n");
};

const measure = async (url: string, signed: Signed | null, visits: number): Promise<Visit[]> => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const measured: Visit[] = [];
    // The first one warms up the browser itself.
    for (let turn = 0; turn <= visits; turn += 1) measured.push(await visit(browser, url, signed));
    return measured.slice(1);
  } finally {
    await browser.close();
  }
};

const command = new Command("npm run page-speed --")
  .description("Measures how soon the students' page shows its sign-in form on a slow phone, in Chromium.")
  .argument("[address]", "of the page, here or on AWS; the region's that runs here by default")
  .option("--key-file <file>", "a student's key, to sign in with and measure the list of tests too")
  .option("--test <subject/test>", "opens this test after the sign-in, and measures it too; needs --key-file")
  .parse();
const { keyFile, test = null } = z
  .object({ keyFile: z.string().optional(), test: z.string().optional() })
  .parse(command.opts());
try {
  const url = new URL(command.args[0] ?? runningRegion()).href;
  const signed = keyFile === undefined ? null : { key: readFileSync(keyFile, "utf8").trim(), test };
  console.log(render(url, await measure(url, signed, 5)));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
