import { createRequire, enableCompileCache, flushCompileCache } from "node:module";
import { currentGlobals } from "./current-globals.ts";
import { importTestFile } from "./own-modules.ts";

/** What this needs of jest-runtime. */
interface Runtime {
  readonly setGlobalsForRuntime: (globals: object) => void;
  readonly requireModuleOrMock: (from: string, name: string) => Record<string, unknown>;
}

type TestRunner = (
  globalConfig: unknown,
  config: unknown,
  environment: unknown,
  runtime: Runtime,
  testPath: string,
  sendMessageToJest: unknown,
) => Promise<unknown>;

const require = createRequire(import.meta.url);
const { default: circus }: { default: TestRunner } = require("jest-circus/runner");

// Jest itself runs before its global setup says where compiled code is kept.
enableCompileCache();

/**
 * Runs a test file by jest's own runner, but with modules that Node loads, and that most test files of a process share.
 * Jest's sandbox compiles and evaluates every module anew for each test file, which was a third of the time of all tests.
 */
const runTestFile: TestRunner = async (
  globalConfig,
  config,
  environment,
  runtime,
  testPath,
  sendMessageToJest,
) => {
  const overNode = {
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: importTestFile,
    // The runner's core keeps the tests of one file.
    requireInternalModule: (path: string): unknown => {
      delete require.cache[path];
      return require(path);
    },
    setGlobalsForRuntime: (globals: object) => {
      runtime.setGlobalsForRuntime(globals);
      currentGlobals.value = runtime.requireModuleOrMock(testPath, "@jest/globals");
    },
  };
  const result = await circus(
    globalConfig,
    config,
    environment,
    Object.assign(Object.create(runtime), overNode),
    testPath,
    sendMessageToJest,
  );
  // Left to the process's exit, writing all of a fresh clone's takes longer than the half second that jest gives to that.
  flushCompileCache();
  return result;
};

export default runTestFile;
