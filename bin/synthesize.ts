import { execFile } from "node:child_process";
import { join, resolve } from "node:path";

/** Bundling and checking take a few seconds; on a busy machine many. */
const timeoutMs = 180_000;

/**
 * Synthesizes the stack of the course in `folder` into the cloud assembly folder `outFolder`, in a process of its own. The
 * rules of cdk-nag and of CDK, which take as long as all else, are left to what goes to AWS: `npm run synth` and `deploy`.
 *
 * @param options.signal ends the synthesis early.
 * @param options.hasPage false: without the students' page.
 * @throws Error with the synthesis's output, when it failed.
 */
export const synthesize = (
  folder: string,
  outFolder: string,
  { signal, hasPage = true }: { readonly signal?: AbortSignal; readonly hasPage?: boolean } = {},
): Promise<void> =>
  new Promise((done, failed) => {
    const env = {
      ...process.env,
      CDK_OUTDIR: resolve(outFolder),
      CDK_VALIDATION: "false",
      TEST_TIME_COURSE: resolve(folder),
      TEST_TIME_PAGE: hasPage ? "" : "none",
    };
    const app = join(import.meta.dirname, "app.ts");
    execFile(process.execPath, [app], { env, timeout: timeoutMs, signal }, (error, out, err) => {
      if (error) failed(new Error(err.trim() || out.trim() || error.message));
      else done();
    });
  });
