/** Native ESM with types stripped by swc: tests import the same `.ts` paths that Node runs. */
export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2024", parser: { syntax: "typescript" } }, module: { type: "es6" } },
    ],
  },
  globalSetup: "<rootDir>/test/support/make-assemblies-folder.ts",
  globalTeardown: "<rootDir>/test/support/remove-assemblies-folder.ts",
  maxWorkers: 2,
};
