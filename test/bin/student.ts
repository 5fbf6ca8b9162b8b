import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A student with a home folder of their own, using the bash client. */
export const newStudent = () => {
  const home = mkdtempSync(join(tmpdir(), "student-"));
  return {
    home,
    file: (path: string): string => join(home, ".trainings", path),
    configure: (url: string, id = "adam", key = "adam.secret-1"): void => {
      mkdirSync(join(home, ".trainings"), { recursive: true });
      writeFileSync(join(home, ".trainings/config"), `url=${url}\nid=${id}\nkey=${key}\n`);
    },
    /** Runs `bin/test-time.sh` with these lines on its standard input. */
    run: (args: readonly string[], typed: readonly string[] = []): Promise<Outcome> =>
      new Promise((resolve) => {
        const child = execFile(
          "bash",
          ["bin/test-time.sh", ...args],
          { env: { PATH: process.env.PATH, HOME: home, TZ: "Europe/Warsaw" }, timeout: 20_000 },
          (error, out, err) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }),
        );
        // A command that ends without reading leaves nobody to write to.
        child.stdin?.on("error", () => undefined);
        child.stdin?.end(typed.map((line) => `${line}\n`).join(""));
      }),
    remove: (): void => rmSync(home, { recursive: true, force: true }),
  };
};

export type Student = ReturnType<typeof newStudent>;
