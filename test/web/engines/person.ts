import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { accessibilityFaults } from "../support/accessibility.ts";
import { type Look, looks, pictureName } from "../support/looks.ts";
import type { BrowserPage, NamedKey, Point } from "./browser.ts";
import { focusOn, hasElement, hasFocus, pointOf, type Role, showsText, type Wanted } from "./in-page.ts";
import { answered } from "./programs.ts";

/** Real time; the machine may be busy. */
const waitMs = 30_000;

const pointSchema: z.ZodType<Point> = z.object({ x: z.number(), y: z.number() });
const foundSchema = z.union([z.object({ value: z.unknown() }), z.object({ insteadSays: z.string() })]);
const sizeOfPage = "({ width: innerWidth, wider: document.documentElement.scrollWidth - innerWidth })";
const sizeSchema = z.object({ width: z.number(), wider: z.number() });

export interface PersonOptions {
  readonly page: BrowserPage;
  readonly scheme: Look["scheme"];
  /** Folder for pictures; undefined: none are taken. */
  readonly pictures: string | undefined;
}

/** Somebody at a browser: sees what it shows, and uses mouse and keyboard. */
export class Person {
  readonly page: BrowserPage;
  readonly #options: PersonOptions;

  constructor(options: PersonOptions) {
    this.page = options.page;
    this.#options = options;
  }

  sees(text: Wanted): Promise<void> {
    return this.#expect(`sees ${text}`, showsText(waitMs, text));
  }

  /** A view's heading. */
  isAt(heading: Wanted): Promise<void> {
    return this.#expect(`is at ${heading}`, hasElement(waitMs, "heading", heading));
  }

  finds(role: Role, name: Wanted): Promise<void> {
    return this.#expect(`finds the ${role} ${name}`, hasElement(waitMs, role, name));
  }

  /** Reads the page's frame, once it is loaded. */
  async readsInFrame(text: string): Promise<void> {
    await answered(async () => {
      const shown = await this.page.frameText();
      if (!shown.includes(text))
        throw new Error(`Nobody reads ${text} in the frame. It says: ${shown.slice(0, 600)}`);
    });
  }

  async clicks(role: Role, name: Wanted, group?: Wanted): Promise<void> {
    const where = await this.#evaluate(`clicks the ${role} ${name}`, pointOf(waitMs, role, name, group));
    await this.page.click(pointSchema.parse(where));
  }

  /** Types into the field, after a click into it. */
  async fills(name: Wanted, text: string): Promise<void> {
    await this.clicks("textbox", name);
    await this.#expect(`is in the field ${name}`, hasFocus(waitMs, name));
    await this.page.press({ text });
  }

  async presses(...keys: readonly NamedKey[]): Promise<void> {
    for (const key of keys) await this.page.press(key);
  }

  focuses(role: Role, name: Wanted): Promise<void> {
    return this.#expect(`has the focus on the ${role} ${name}`, focusOn(waitMs, role, name));
  }

  hasFocusOn(name: Wanted): Promise<void> {
    return this.#expect(`has the focus on ${name}`, hasFocus(waitMs, name));
  }

  /** Checks the view against WCAG 2.2 AA and the screen's width, as a phone and as a laptop, and takes its pictures. */
  async looksRight(view: string): Promise<void> {
    for (const look of looks.filter(({ scheme }) => scheme === this.#options.scheme)) {
      await this.page.resize(look.viewport);
      await this.picture(pictureName(view, look));
      const { width, wider } = sizeSchema.parse(await this.page.evaluate(sizeOfPage));
      if (wider <= 0) continue;
      throw new Error(
        `${view}, ${look.size}, ${look.scheme}: ${wider} px wider than a screen of ${width} px.`,
      );
    }
    // Once is enough here: Chromium's tests look at every size.
    const faults = await accessibilityFaults(this.page);
    if (faults.length > 0) throw new Error(`${view}, ${this.#options.scheme}: ${faults.join("; ")}`);
  }

  /** Where pictures are taken at all. */
  async picture(name: string): Promise<void> {
    const { pictures } = this.#options;
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    writeFileSync(join(pictures, name), await this.page.screenshot());
  }

  async #expect(what: string, expression: string): Promise<void> {
    await this.#evaluate(what, expression);
  }

  async #evaluate(what: string, expression: string): Promise<unknown> {
    // An evaluation ends when the page gives way to another one, which then is the one to look at.
    const found = foundSchema.parse(await answered(() => this.page.evaluate(expression)));
    if ("value" in found) return found.value;
    throw new Error(`Nobody ${what}. The page says: ${found.insteadSays}`);
  }
}
