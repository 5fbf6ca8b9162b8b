import { ModernFakeTimers } from "@jest/fake-timers";
import { TestEnvironment } from "jest-environment-node";
import { ModuleMocker } from "jest-mock";

/** The process's own globals for each test file; what a file changed of them is as before when it ends. */
export default class SharedEnvironment extends TestEnvironment {
  readonly #env = { ...process.env };
  readonly #exit = process.exit;
  readonly #getBuiltinModule = process.getBuiltinModule;
  readonly #console = globalThis.console;

  constructor(...given: ConstructorParameters<typeof TestEnvironment>) {
    super(...given);
    const [{ projectConfig }] = given;
    Object.assign(this, {
      global: globalThis,
      moduleMocker: new ModuleMocker(globalThis),
      fakeTimersModern: new ModernFakeTimers({ config: projectConfig, global: globalThis }),
    });
  }

  override async setup(): Promise<void> {
    await super.setup();
    // Jest replaces it in what it takes for a sandbox's process.
    process.getBuiltinModule = this.#getBuiltinModule;
  }

  override async teardown(): Promise<void> {
    for (const name of Object.keys(process.env)) if (!(name in this.#env)) delete process.env[name];
    Object.assign(process.env, this.#env);
    process.exit = this.#exit;
    globalThis.console = this.#console;
    await super.teardown();
  }
}
