import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Long for a busy machine. */
const timeoutMs = 30_000;

const envOf = (home: string) => ({
  PATH: process.env.PATH,
  HOME: home,
  TZ: "Europe/Warsaw",
  LANG: "C.UTF-8",
});

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
    /** Runs `bin/test-time.sh` with these lines on its standard input, and these variables. */
    run: (
      args: readonly string[],
      typed: readonly string[] = [],
      variables: Readonly<Record<string, string>> = {},
    ): Promise<Outcome> =>
      new Promise((resolve) => {
        const child = execFile(
          "bash",
          ["bin/test-time.sh", ...args],
          { env: { ...envOf(home), ...variables }, timeout: timeoutMs },
          (error, out, err) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }),
        );
        // A command that ends without reading leaves nobody to write to.
        child.stdin?.on("error", () => undefined);
        child.stdin?.end(typed.map((line) => `${line}\n`).join(""));
      }),
    /** Runs it likewise, and presses Ctrl-C when it has written `words`. */
    interrupt: (args: readonly string[], typed: readonly string[], words: string): Promise<Outcome> =>
      new Promise((resolve) => {
        const child = spawn("bash", ["bin/test-time.sh", ...args], { env: envOf(home), timeout: timeoutMs });
        const said = { out: "", err: "" };
        const hear = (stream: "out" | "err", chunk: Buffer): void => {
          const had = said.out.includes(words) || said.err.includes(words);
          said[stream] += chunk.toString();
          if (!had && said[stream].includes(words)) child.kill("SIGINT");
        };
        child.stdout.on("data", (chunk: Buffer) => hear("out", chunk));
        child.stderr.on("data", (chunk: Buffer) => hear("err", chunk));
        child.stdin.write(typed.map((line) => `${line}\n`).join(""));
        child.on("close", (code) => resolve({ code: code ?? -1, ...said }));
      }),
    remove: (): void => rmSync(home, { recursive: true, force: true }),
  };
};

export type Student = ReturnType<typeof newStudent>;
