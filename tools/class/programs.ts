import { execFile } from "node:child_process";
import { join, resolve } from "node:path";

export const projectRoot = resolve(import.meta.dirname, "..", "..");

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface ProgramOptions {
  /** Path inside the project. */
  readonly program: string;
  readonly args: readonly string[];
  /** Its whole environment except PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** Lines for its standard input. */
  readonly typed?: readonly string[];
}

/** Enough for a publishing on a busy machine; a program that takes longer is ended. */
const timeoutMs = 60_000;

/** Runs one of the project's commands as people do, and returns its output, whatever its exit code. */
export const runProgram = ({ program, args, env, typed = [] }: ProgramOptions): Promise<Ended> =>
  new Promise((ended) => {
    const child = execFile(
      join(projectRoot, program),
      [...args],
      { env: { PATH: process.env.PATH, ...env }, timeout: timeoutMs },
      (error, out, err) => ended({ code: error ? Number(error.code ?? -1) : 0, out, err }),
    );
    // A program that ends without reading closes the pipe; its exit code shows how it ended.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(typed.map((line) => `${line}\n`).join(""));
  });
