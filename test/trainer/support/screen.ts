import { PassThrough } from "node:stream";
import { type Streams, terminalOf } from "../../../trainer/commands/terminal.ts";
import { type ExitCode, runTrainer } from "../../../trainer/program.ts";
import { noHost } from "./no-host.ts";

/** Streams like those of a terminal or of a pipe, and what was written to them. */
export const screen = (options: { readonly isTTY: boolean; readonly env?: Streams["env"] }) => {
  const written = { out: "", err: "" };
  const stdin = new PassThrough();
  const stream = (name: "out" | "err") => {
    const passed = new PassThrough();
    passed.on("data", (chunk: Buffer) => {
      written[name] += chunk.toString();
    });
    return Object.assign(passed, { isTTY: options.isTTY, columns: 100 });
  };
  const stdout = stream("out");
  const stderr = stream("err");
  return {
    written,
    stdin,
    stderr,
    terminal: terminalOf({
      stdin: Object.assign(stdin, { isTTY: options.isTTY }),
      stdout,
      stderr,
      env: options.env ?? { TERM: "xterm" },
    }),
  };
};

/** Runs `bin/trainer` for a person who answers each question with the next of `answers`, then leaves. */
export const atTerminal = async (
  answers: readonly string[],
  ...args: readonly string[]
): Promise<{ readonly code: ExitCode; readonly out: string; readonly err: string }> => {
  const { terminal, written, stdin, stderr } = screen({ isTTY: true, env: { TERM: "xterm", NO_COLOR: "1" } });
  const remaining = answers.values();
  stderr.on("data", (chunk: Buffer) => {
    if (!/[?\]] $/.test(chunk.toString())) return;
    const next = remaining.next();
    if (next.done) stdin.end();
    else stdin.write(`${next.value}\n`);
  });
  return { code: await runTrainer(args, noHost, terminal), ...written };
};
