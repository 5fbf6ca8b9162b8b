import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assembliesVariable } from "./assemblies-variable.ts";

/**
 * Jest's global setup, for all of its processes: a folder for what the tests of this run synthesize; and CDK's own rules, which take two
 * seconds a process, are left to app.test.ts and to `npm run synth`.
 */
export default (): void => {
  process.env[assembliesVariable] = mkdtempSync(join(tmpdir(), "assemblies-"));
  process.env.CDK_VALIDATION = "false";
};
