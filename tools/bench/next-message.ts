import type { ChildProcess } from "node:child_process";

/** The next message of a process that was forked. @throws Error when the process ends instead. */
export const nextMessage = (child: ChildProcess, name: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: string | null): void =>
      reject(new Error(`${name} ended early, with ${signal ?? `code ${code}`}; its errors stand above.`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      resolve(message);
    });
  });
