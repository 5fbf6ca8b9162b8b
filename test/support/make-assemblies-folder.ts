import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assembliesVariable } from "./assemblies-variable.ts";

/** Jest's global setup: a folder for what the tests of this run synthesize, known to all of its processes. */
export default (): void => {
  process.env[assembliesVariable] = mkdtempSync(join(tmpdir(), "assemblies-"));
};
