import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { assembliesVariable } from "./assemblies-variable.ts";

/** Jest's global teardown. */
export default (): void => {
  const assemblies = process.env[assembliesVariable];
  if (assemblies) rmSync(dirname(assemblies), { recursive: true, force: true });
};
