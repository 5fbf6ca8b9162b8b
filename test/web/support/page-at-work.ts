import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { accessibilityFaults } from "./accessibility.ts";
import { looks, pictureName } from "./looks.ts";
import { words } from "./words.ts";

/** Real time; the machine may be busy. */
export const waitMs = 30_000;

/** Texts that are wider than the page, or than the card or notice that they stand in, as the browser finds them. */
const runsOut = `[...document.querySelectorAll("#page *")]
  .filter((element) => {
    const frame = element.parentElement.closest(".card, .notice");
    const end = frame ? frame.getBoundingClientRect().right : window.innerWidth;
    return !element.closest(".visually-hidden") && element.getBoundingClientRect().right > end + 1;
  })
  .map((element) => element.outerHTML.slice(0, 120))`;

/** Years off, as no page may rely on the clock of a device. */
const deviceTime = "2029-06-30T12:00:00.000Z";

const usualViewport = { width: 1280, height: 720 };

/** One device of a student: a browser with storage of its own. */
export class StudentDevice {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page itself; refusals of the API and lost connections are told to the student instead. */
  readonly #faults: string[] = [];
  readonly #pictures: string | undefined;

  private constructor(context: BrowserContext, page: Page, pictures: string | undefined) {
    this.context = context;
    this.page = page;
    this.#pictures = pictures;
    page.setDefaultTimeout(waitMs);
    page.on("pageerror", (error) => this.#faults.push(String(error)));
    page.on("console", (message) => {
      const isOfNetwork = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && !isOfNetwork) this.#faults.push(message.text());
    });
  }

  /** @param pictures folder that `looksRight` puts pictures into; left out: none are taken. */
  static async open(browser: Browser, pictures?: string): Promise<StudentDevice> {
    const context = await browser.newContext({
      timezoneId: "America/New_York",
      acceptDownloads: true,
      viewport: usualViewport,
    });
    await context.clock.install({ time: deviceTime });
    return new StudentDevice(context, await context.newPage(), pictures);
  }

  /**
   * Makes it a device that no student has used: nothing is kept on it, and all is set as `open` does. A window of
   * its own for each student would cost a third of a second of a processor.
   *
   * @returns what went wrong in the page since it was opened or wiped.
   */
  async wipe(): Promise<string[]> {
    const { context, page } = this;
    for (const other of context.pages()) if (other !== page) await other.close();
    await page.unrouteAll({ behavior: "wait" });
    await context.setOffline(false);
    await context.clock.setSystemTime(deviceTime);
    await page.setViewportSize(usualViewport);
    await page.emulateMedia({ colorScheme: null });
    if (page.url().startsWith("http")) await this.#forget(new URL(page.url()).origin);
    return this.#faults.splice(0);
  }

  async #forget(origin: string): Promise<void> {
    const { context, page } = this;
    await page.evaluate("sessionStorage.clear()");
    // A file that runs nothing here. It is of the page's own origin, so Chromium needs no other process for it.
    await page.goto(`${origin}/worker.js`);
    // A session that stays would keep the page from noticing that the connection is back.
    const session = await context.newCDPSession(page);
    await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
    await session.detach();
  }

  /** Waits until the page is kept on the device, as it is soon after the first visit. */
  async keepsPage(): Promise<void> {
    await this.page.evaluate("navigator.serviceWorker.ready.then(() => null)");
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** A view's heading, which has the focus when it appears. */
  async isAt(heading: string): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name }).first().click();
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.page.getByRole("link", { name }).first().click();
  }

  /** Picks an answer by its text, in the question with this number. */
  async answer(question: number, text: string): Promise<void> {
    const fields = this.page.getByRole("group", {
      name: words.take.question(question, 4).replace(/\d+$/, ""),
    });
    await fields.getByRole("radio", { name: text, exact: true }).check();
  }

  /** Checks the view against WCAG 2.2 AA at both sizes and in both themes (in the dark one its colours), and takes its pictures if wanted. */
  async looksRight(name: string): Promise<void> {
    for (const look of looks) {
      const { size, viewport, scheme } = look;
      await this.page.setViewportSize(viewport);
      await this.page.emulateMedia({ colorScheme: scheme });
      const faults = await accessibilityFaults(this.page, scheme === "light" ? "all" : "colours");
      const wider = await this.page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
      expect({ name, size, scheme, faults, wider }).toEqual({ name, size, scheme, faults: [], wider: 0 });
      await this.#picture(pictureName(`student-${name}`, look));
    }
    await this.page.emulateMedia({ colorScheme: null });
    await this.#largeTextFits(name);
  }

  /** WCAG 2.2, 1.4.4 and 1.4.10: text of twice the size, on the narrowest phone. */
  async #largeTextFits(name: string): Promise<void> {
    await this.page.setViewportSize({ width: 320, height: 640 });
    await this.page.evaluate('document.documentElement.style.fontSize = "200%"');
    expect({ name, runsOut: await this.page.evaluate(runsOut) }).toEqual({ name, runsOut: [] });
    await this.#picture(`student-${name}-large-text.png`);
    await this.page.evaluate('document.documentElement.style.fontSize = ""');
  }

  async #picture(name: string): Promise<void> {
    if (this.#pictures === undefined) return;
    mkdirSync(this.#pictures, { recursive: true });
    await this.page.screenshot({ path: join(this.#pictures, name) });
  }
}
