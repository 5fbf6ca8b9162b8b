import { messageOf } from "../../../course/unknown-value.ts";
import type { Look } from "../support/looks.ts";
import type { BrowserPage, Engine } from "./browser.ts";
import { Person } from "./person.ts";
import type { Step } from "./stories.ts";

const causesOf = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined
    ? `${error.message} ${causesOf(error.cause)}`
    : messageOf(error);

export interface TellOptions {
  readonly tell: (line: string) => void;
  /** Folder for pictures, a folder in it for each engine; left out: none are taken. */
  readonly pictures?: string;
}

/** One browser that goes through stories, until something is not as it must be. */
export class EngineAtWork {
  /** What was not as it must be, a sentence each. */
  readonly wrong: string[] = [];
  readonly #engine: Engine;
  readonly #options: TellOptions;
  #page: BrowserPage | undefined;
  #person: Person | undefined;

  constructor(engine: Engine, options: TellOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  get name(): string {
    return this.#engine.name;
  }

  /** Opens a browser of this engine, with an empty profile. */
  async open(scheme: Look["scheme"]): Promise<void> {
    const startedAt = performance.now();
    const { pictures } = this.#options;
    this.#page = await this.#engine.open(scheme);
    this.#person = new Person({
      page: this.#page,
      scheme,
      ...(pictures === undefined
        ? {}
        : { pictures: `${pictures}/${this.name.replaceAll(" ", "-").toLowerCase()}` }),
    });
    this.#tell(`${this.#page.version}, ${scheme}`, startedAt);
  }

  /** Goes through the steps; after one that went wrong the others are left out. */
  async play(steps: readonly Step[]): Promise<void> {
    for (const { name, run } of steps) {
      if (this.#person === undefined || this.wrong.length > 0) return;
      const startedAt = performance.now();
      try {
        await run(this.#person);
        this.#tell(`✓ ${name}`, startedAt);
      } catch (error) {
        this.#fail(`${name}: ${causesOf(error)}`);
        await this.#person.picture("wrong.png").catch(() => undefined);
      }
    }
  }

  async close(): Promise<void> {
    const page = this.#page;
    this.#page = undefined;
    if (page === undefined) return;
    try {
      const faults = await page.faults();
      if (faults.length > 0) this.#fail(`the page's scripts went wrong: ${faults.join("; ")}`);
    } catch (error) {
      this.#fail(causesOf(error));
    } finally {
      await page.close();
    }
  }

  #fail(sentence: string): void {
    this.wrong.push(`${this.name}: ${sentence}`);
    this.#options.tell(`  ${this.name}: ✗ ${sentence}`);
  }

  #tell(what: string, startedAt: number): void {
    this.#options.tell(`  ${this.name}: ${what} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
}
