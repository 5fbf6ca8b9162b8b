import { rmSync } from "node:fs";
import { assembliesVariable } from "./assemblies-variable.ts";

/** Jest's global teardown. */
export default (): void => {
  const folder = process.env[assembliesVariable];
  if (folder) rmSync(folder, { recursive: true, force: true });
};
