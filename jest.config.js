/** Native ESM with types stripped by swc: tests import the same `.ts` paths that Node runs. */
export default {
  testEnvironment: "node",
  // Each test imports what it uses from @jest/globals.
  injectGlobals: false,
  testMatch: ["<rootDir>/test/**/*.test.ts", "<rootDir>/packages/*/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2024", parser: { syntax: "typescript" } }, module: { type: "es6" } },
    ],
  },
  globalSetup: "<rootDir>/test/support/begin-test-run.ts",
  globalTeardown: "<rootDir>/test/support/end-test-run.ts",
  // A bound for what hangs, not a measure of speed: a busy machine is slow.
  testTimeout: 60_000,
  // Browsers and killed regions leave a processor idle now and then: three share two.
  maxWorkers: 3,
  testSequencer: "<rootDir>/test/support/long-first.js",
  // Each file has modules of its own, and the CDK is large: a worker that kept them all would only collect garbage.
  workerIdleMemoryLimit: "300MB",
};
