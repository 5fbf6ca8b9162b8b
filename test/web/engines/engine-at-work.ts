import { join } from "node:path";
import { messageOf } from "../../../course/unknown-value.ts";
import type { Look } from "../support/looks.ts";
import type { Engine } from "./browser.ts";
import { Person } from "./person.ts";
import type { Step } from "./stories.ts";

const causesOf = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined
    ? `${error.message} ${causesOf(error.cause)}`
    : messageOf(error);

export interface TellOptions {
  readonly tell: (line: string) => void;
  /** Folder for pictures, a folder in it for each engine; left out: none are taken. */
  readonly pictures: string | undefined;
}

/** One engine on its way through the stories, until something is not as it must be. */
export class EngineAtWork {
  /** What was not as it must be, a sentence each. */
  readonly wrong: string[] = [];
  /** Why its browser could not be opened, which is no fault of the pages. */
  whyNotOpened: string | undefined;
  readonly #engine: Engine;
  readonly #options: TellOptions;
  #person: Person | undefined;

  constructor(engine: Engine, options: TellOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  get name(): string {
    return this.#engine.name;
  }

  /** Opens a browser of this engine, with an empty profile, in a theme that it has. */
  async open(scheme: Look["scheme"]): Promise<void> {
    const startedAt = performance.now();
    try {
      const page = await this.#engine.open(scheme);
      this.#person = new Person({ page, scheme, pictures: this.#pictures() });
      this.#tell(`${page.version}, ${scheme}`, startedAt);
    } catch (error) {
      this.whyNotOpened = causesOf(error);
    }
  }

  /** Goes through the steps; after one that went wrong the others are left out. */
  async play(steps: readonly Step[]): Promise<void> {
    for (const { name, run } of steps) {
      const person = this.#person;
      if (person === undefined || this.wrong.length > 0) return;
      const startedAt = performance.now();
      try {
        await run(person);
        this.#tell(`✓ ${name}`, startedAt);
      } catch (error) {
        this.#fail(`${name}: ${causesOf(error)}`);
        await person.picture("wrong.png").catch(() => undefined);
      }
    }
  }

  /** Closes the browser, if one is open. */
  async close(): Promise<void> {
    const page = this.#person?.page;
    this.#person = undefined;
    if (page === undefined) return;
    try {
      const faults = await page.faults();
      if (faults.length > 0) this.#fail(`the page's scripts went wrong: ${faults.join("; ")}`);
    } catch (error) {
      this.#fail(`what its scripts said can't be read: ${causesOf(error)}`);
    }
    await page.close().catch((error: unknown) => this.#fail(`it can't be closed: ${causesOf(error)}`));
  }

  #pictures(): string | undefined {
    const { pictures } = this.#options;
    return pictures && join(pictures, this.name.replaceAll(" ", "-").toLowerCase());
  }

  #fail(sentence: string): void {
    this.wrong.push(`${this.name}: ${sentence}`);
    this.#options.tell(`${this.name}: ✗ ${sentence}`);
  }

  #tell(what: string, startedAt: number): void {
    this.#options.tell(`${this.name}: ${what} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
}
