import type { Look } from "../support/looks.ts";

/** CSS pixels from the top left corner of what is seen of the page. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A key that is not a letter, by the name that pages know it by. */
export type NamedKey = "Tab" | "Enter" | " ";

/** A page in a browser of its own, with an empty profile, in whatever engine. */
export interface BrowserPage {
  /** As the browser tells it: `firefox 153.7.0`. */
  readonly version: string;
  /** Waits until the page is loaded. */
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** The value of a JavaScript expression, or of its promise, as JSON holds it. */
  evaluate(expression: string): Promise<unknown>;
  /** The text of the page's first frame, which may allow no scripts and be of another origin. */
  frameText(): Promise<string>;
  /** Moves the mouse there and presses its main button. */
  click(at: Point): Promise<void>;
  /** Presses keys where the focus is: those of a text, or one by its name. */
  press(keys: NamedKey | { readonly text: string }): Promise<void>;
  /** Only asks for it: not every browser can be of every size. */
  resize(viewport: Look["viewport"]): Promise<void>;
  /** PNG of what is seen of the page. */
  screenshot(): Promise<Buffer>;
  /** What went wrong in the page's scripts so far. */
  faults(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A browser that may be installed on this machine. */
export interface Engine {
  /** For people: `WebKitGTK`. */
  readonly name: string;
  /** Debian's packages that have it. */
  readonly packages: string;
  readonly schemes: readonly Look["scheme"][];
  /** What no test can show in it, in words; empty: nothing. */
  readonly untried: readonly string[];
  isInstalled(): boolean;
  open(scheme: Look["scheme"]): Promise<BrowserPage>;
}
