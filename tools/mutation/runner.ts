import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { FreshModules } from "./fresh-modules.ts";
import { collectTests, type PureTest } from "./pure-tests.ts";
import { distancesTo, nearestTests } from "./test-files.ts";

/**
 * A test runner for Stryker (https://stryker-mutator.io/docs/stryker-js/test-runner-plugin/) that runs pure tests in its
 * own process: a mutant takes milliseconds, where a process for each takes seconds. A mutant in code that runs while modules
 * load (Stryker calls it static) has those modules loaded anew that need its file, by the tests nearest to it first.
 */

/** What instrumented code looks at, and where it counts. */
interface Switchboard {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number;
  hitLimit?: number | undefined;
  mutantCoverage?: { readonly static: object; readonly perTest: Record<string, object> };
}

declare global {
  var __stryker__: Switchboard | undefined;
}

interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly mutantActivation: "runtime" | "static";
  readonly sandboxFileName: string;
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
}

const switchboard: Switchboard = {};
globalThis.__stryker__ = switchboard;

/** So many test files at most must notice a mutant: those further away are about other rules. */
const nearestFiles = 12;

/** Tests that take more of a processor are about sizes or chance, and would be most of the time; in milliseconds. */
const longestTest = 100;

/** In the sandbox, for the runner's other processes. */
const longTestsFile = "long-tests.json";

const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const readModule = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, "utf8") : undefined;

const fileOf = (id: string): string => id.slice(0, id.lastIndexOf(":"));

const failureOf = async (run: () => unknown): Promise<string | undefined> => {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** The first test that notices the mutant. */
interface Noticed {
  readonly by: string;
  readonly message: string;
}

const firstFailure = async (tests: readonly PureTest[]): Promise<Noticed | undefined> => {
  for (const { id, run } of tests) {
    const message = await failureOf(run);
    if (message !== undefined) return { by: id, message };
  }
  return undefined;
};

class PureTestRunner {
  static readonly inject = ["options"] as const;
  readonly #files: readonly string[];
  readonly #modules: FreshModules;
  /** The tests by their files, loaded while no mutant was active. */
  readonly #loaded = new Map<string, readonly PureTest[]>();
  /** Of each mutated file, with their distances. */
  readonly #importers = new Map<string, ReadonlyMap<string, number>>();
  readonly #long: Set<string>;
  /** The load of those tests, and how many loads there are. */
  #clean = 0;
  #loads = 0;

  /** Made when the working folder is the sandbox, Stryker's copy of the project with all mutants. */
  constructor({ pureTests }: { readonly pureTests: readonly string[] }) {
    this.#modules = new FreshModules(process.cwd(), {
      "@jest/globals": new URL("./pure-tests.ts", import.meta.url).href,
    });
    this.#files = pureTests;
    this.#long = new Set(JSON.parse(readModule(longTestsFile) ?? "[]"));
  }

  capabilities(): object {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<object> {
    const tests: object[] = [];
    for (const file of this.#files)
      for (const { id, name, run } of await this.#testsOf(file)) {
        const begun = processorTime();
        switchboard.currentTestId = id;
        const failureMessage = await failureOf(run);
        switchboard.currentTestId = undefined;
        const timeSpentMs = processorTime() - begun;
        if (timeSpentMs > longestTest) {
          this.#long.add(id);
          delete switchboard.mutantCoverage?.perTest[id];
        }
        const status = failureMessage === undefined ? 0 : 1;
        tests.push({ id, name, timeSpentMs, fileName: file, status, failureMessage });
      }
    writeFileSync(longTestsFile, JSON.stringify([...this.#long]));
    return { status: "complete", tests, mutantCoverage: switchboard.mutantCoverage };
  }

  async mutantRun(mutant: MutantRun): Promise<object> {
    const file = relative(process.cwd(), mutant.sandboxFileName);
    const importers = this.#importersOf(file);
    const files = nearestTests(file, this.#files, importers);
    switchboard.hitCount = 0;
    switchboard.hitLimit = mutant.hitLimit;
    const isStatic = mutant.mutantActivation === "static";
    // Modules may keep a result of an earlier test, and then do not run the mutant: loaded anew they do.
    const noticed =
      (isStatic ? undefined : await this.#noticed(mutant, files)) ??
      (await this.#noticedFromLoad(mutant, files.slice(0, nearestFiles), new Set(importers.keys())));
    switchboard.activeMutant = undefined;
    if (mutant.hitLimit !== undefined && switchboard.hitCount > mutant.hitLimit)
      return { status: "timeout", reason: "the mutant ran much more often than its original" };
    return noticed === undefined
      ? { status: "survived", nrOfTests: 0 }
      : { status: "killed", killedBy: [noticed.by], failureMessage: noticed.message, nrOfTests: 1 };
  }

  #importersOf(file: string): ReadonlyMap<string, number> {
    const importers = this.#importers.get(file) ?? distancesTo(file, this.#files, readModule);
    this.#importers.set(file, importers);
    return importers;
  }

  async #testsOf(file: string): Promise<readonly PureTest[]> {
    const tests =
      this.#loaded.get(file) ?? (await collectTests(file, () => this.#modules.import(file, this.#clean)));
    this.#loaded.set(file, tests);
    return tests;
  }

  /** Modules and tests may keep something of an earlier run: then the test that fails does so without the mutant too. */
  async #noticed(mutant: MutantRun, files: readonly string[]): Promise<Noticed | undefined> {
    const noticed = await this.#firstNoticed(mutant, files);
    const tests = noticed === undefined ? [] : await this.#testsOf(fileOf(noticed.by));
    const again = await firstFailure(tests.filter(({ id }) => id === noticed?.by));
    if (again === undefined) return noticed;
    this.#loads += 1;
    this.#clean = this.#loads;
    this.#loaded.clear();
    return this.#firstNoticed(mutant, files);
  }

  async #firstNoticed(mutant: MutantRun, files: readonly string[]): Promise<Noticed | undefined> {
    const wanted = new Set(mutant.testFilter);
    const filesWanted = new Set([...wanted].map(fileOf));
    for (const file of files.filter((each) => filesWanted.has(each)).slice(0, nearestFiles)) {
      const tests = await this.#testsOf(file);
      switchboard.activeMutant = mutant.activeMutant.id;
      const noticed = await firstFailure(tests.filter(({ id }) => wanted.has(id)));
      switchboard.activeMutant = undefined;
      if (noticed !== undefined) return noticed;
    }
    return undefined;
  }

  async #noticedFromLoad(
    mutant: MutantRun,
    files: readonly string[],
    importers: ReadonlySet<string>,
  ): Promise<Noticed | undefined> {
    // What is shared must be loaded without the mutant.
    for (const file of files) await this.#testsOf(file);
    this.#loads += 1;
    const part = { own: importers, others: this.#clean };
    switchboard.activeMutant = mutant.activeMutant.id;
    for (const file of files) {
      let tests: readonly PureTest[] = [];
      const failure = await failureOf(async () => {
        tests = await collectTests(file, () => this.#modules.import(file, this.#loads, part));
      });
      if (failure !== undefined) return { by: `${file}:0`, message: failure };
      const noticed = await firstFailure(tests.filter(({ id }) => !this.#long.has(id)));
      if (noticed !== undefined) return noticed;
    }
    return undefined;
  }
}

export const strykerPlugins = [{ kind: "TestRunner", name: "pure", injectableClass: PureTestRunner }];

export const strykerValidationSchema = {
  properties: { pureTests: { type: "array", items: { type: "string" } } },
};
