/** Tests import the same `.ts` paths that Node runs, and Node loads them: it strips the types itself. */
export default {
  testEnvironment: "<rootDir>/test/support/runner/environment.ts",
  testRunner: "<rootDir>/test/support/runner/test-runner.ts",
  transform: {},
  // Each test imports what it uses from @jest/globals.
  injectGlobals: false,
  testMatch: ["<rootDir>/test/**/*.test.ts", "<rootDir>/packages/*/test/**/*.test.ts"],
  globalSetup: "<rootDir>/test/support/begin-test-run.ts",
  globalTeardown: "<rootDir>/test/support/end-test-run.ts",
  // A bound for what hangs, not a measure of speed: a busy machine is slow.
  testTimeout: 60_000,
  // Browsers and killed regions leave a processor idle now and then: three share two.
  maxWorkers: 3,
  testSequencer: "<rootDir>/test/support/long-first.js",
  // For what tests may leave behind; a worker begun anew loads its modules again.
  workerIdleMemoryLimit: "1GB",
};
