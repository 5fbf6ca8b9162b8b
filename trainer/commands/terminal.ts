import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

/** Where a command says things, results and what only a person at a terminal cares for; and where it is told things. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly note: (line: string) => void;
  /** All of the standard input. */
  readonly input: () => Promise<string>;
  /** A person's answer to a question; null: nobody is there to answer. */
  readonly ask: (question: string) => Promise<string | null>;
}

const ask = (question: string): Promise<string | null> => {
  if (!process.stdin.isTTY) return Promise.resolve(null);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((answered) => {
    lines.once("close", () => answered(null));
    lines.question(question, (answer) => {
      answered(answer);
      lines.close();
    });
  });
};

export const terminal: Terminal = {
  out: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
  input: () => text(process.stdin),
  ask,
};
