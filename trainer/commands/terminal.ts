/** Where a command says things: results, and what only a person at a terminal cares for. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly note: (line: string) => void;
}

export const terminal: Terminal = {
  out: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
};
