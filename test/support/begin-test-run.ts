import { accessSync, constants, mkdirSync, mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { assembliesVariable } from "./assemblies-variable.ts";

/** Linux keeps files there in memory. */
const memory = "/dev/shm";

/** Several times what the folders of all tests take at once. */
const roomBytes = 2 * 1024 ** 3;

const hasRoomInMemory = (): boolean => {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= roomBytes;
  } catch {
    return false;
  }
};

/**
 * Jest's global setup, for all of its processes:
 * - A folder for everything that tests write and synthesize, which goes at the end. It is in memory where there is room: the regions flush each write,
 *   and a disk takes milliseconds for that.
 * - The processes that tests start keep their compiled code, as jest does: a region has hundreds of modules.
 * - The rules of cdk-nag and of CDK, which take four seconds a process, are left to `npm run synth`, a step of `.ci/run`.
 */
export default (): void => {
  const folder = mkdtempSync(join(hasRoomInMemory() ? memory : tmpdir(), "test-time-"));
  process.env.TMPDIR = folder;
  process.env[assembliesVariable] = join(folder, "assemblies");
  mkdirSync(join(folder, "assemblies"));
  process.env.NODE_COMPILE_CACHE = resolve(import.meta.dirname, "../../node_modules/.cache/node");
  process.env.CDK_VALIDATION = "false";
};
