import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { styleText } from "node:util";
import { type Progress, progressBar, silentProgress } from "./progress.ts";

/** What each colour means: all is well, needs a look, wrong, less important, and a heading. */
export type Tone = "good" | "attention" | "bad" | "faint" | "strong";

/** A command's output (results, and notes for a person at the terminal) and its input. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly note: (line: string) => void;
  /** All of the standard input. */
  readonly input: () => Promise<string>;
  /** A person's answer to a question; null: there is no terminal. */
  readonly ask: (question: string) => Promise<string | null>;
  /** Colours a part of a result at a terminal; elsewhere returns it unchanged. */
  readonly paint: (tone: Tone, part: string) => string;
  /** How many characters a line of a result has room for; left out: nobody looks, or it is not known. */
  readonly columns?: number | undefined;
  /** Whether a person sees the notes as they come. */
  readonly isWatched: boolean;
  /** Shows the progress of long work: at a terminal only, and only after a second. */
  readonly progress: (what: string, unit: string) => Progress;
  /** Opens an address in the browser, if there is a terminal and a browser. */
  readonly browse: (url: string) => void;
}

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };
type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export interface Streams {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const styles = { good: "green", attention: "yellow", bad: "red", faint: "dim", strong: "bold" } as const;

/** A terminal of these streams. Colours follow no-color.org. */
export const terminalOf = ({ stdin, stdout, stderr, env }: Streams): Terminal => {
  const isColoured = stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  const isWatched = stderr.isTTY === true && env.TERM !== "dumb";
  let current = silentProgress;
  return {
    out: (line) => current.aside(() => stdout.write(`${line}\n`)),
    note: (line) => current.aside(() => stderr.write(`${line}\n`)),
    input: () => text(stdin),
    ask: (question) => ask(question, stdin, stderr),
    paint: (tone, part) => (isColoured ? styleText(styles[tone], part, { validateStream: false }) : part),
    ...(stdout.isTTY && { columns: stdout.columns }),
    isWatched,
    progress: (what, unit) => {
      if (!isWatched) return silentProgress;
      current = progressBar(what, unit, stderr);
      return current;
    },
    browse: (url) => {
      if (stdout.isTTY) startBrowser(url);
    },
  };
};

const ask = (question: string, stdin: Input, stderr: Output): Promise<string | null> => {
  if (!stdin.isTTY) return Promise.resolve(null);
  const lines = createInterface({ input: stdin, output: stderr });
  return new Promise((answered) => {
    lines.once("close", () => answered(null));
    lines.question(question, (answer) => {
      answered(answer);
      lines.close();
    });
  });
};

/** The program that opens an address on each platform; on all others, that of freedesktop.org. */
const browserStarters: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

const startBrowser = (url: string): void => {
  const [program, ...args] = browserStarters[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  // Without such a program the printed address is there to be clicked.
  child.on("error", () => undefined);
  child.unref();
};

export const terminal: Terminal = terminalOf(process);
