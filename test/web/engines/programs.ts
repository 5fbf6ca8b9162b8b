import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";

/** A browser starts in ten seconds on a busy machine. */
export const startTimeoutMs = 60_000;

/** Leaders of groups of processes that still run. */
const groups = new Set<number>();

const killGroup = (leader: number): void => {
  groups.delete(leader);
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // All of it has ended.
  }
};

// A browser is many processes; none of them may outlive this one.
process.once("exit", () => {
  for (const leader of groups) killGroup(leader);
});

/** Disposing of it ends it with all processes that it started. */
export interface StartedProgram extends Disposable {
  /** What the first match of `says` holds in its first group. */
  readonly said: string;
}

export interface ProgramStart {
  readonly command: string;
  readonly args: readonly string[];
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** It is ready when it says this on standard error or on its file descriptor 3. @default - it is ready at once */
  readonly says?: RegExp;
}

const firstMatch = async (child: ChildProcess, pattern: RegExp): Promise<string> => {
  let text = "";
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  for (const stream of [child.stderr, child.stdio[3]]) {
    stream?.on("data", (data) => {
      text += String(data);
      const [, said] = pattern.exec(text) ?? [];
      if (said !== undefined) resolve(said);
    });
  }
  child.once("exit", (code) => reject(new Error(`${child.spawnfile} ended with ${code}: ${text.trim()}`)));
  const timer = setTimeout(
    () =>
      reject(new Error(`${child.spawnfile} was not ready after ${startTimeoutMs / 1000} s: ${text.trim()}`)),
    startTimeoutMs,
  );
  return promise.finally(() => clearTimeout(timer));
};

/** Starts a program as the leader of a group of processes. @throws {Error} when it ends or does not get ready. */
export const startProgram = async ({
  command,
  args,
  env = {},
  says,
}: ProgramStart): Promise<StartedProgram> => {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) {
    const [error] = await once(child, "error");
    throw error;
  }
  groups.add(pid);
  const stop = (): void => killGroup(pid);
  try {
    const said = says ? await firstMatch(child, says) : "";
    // Nobody reads on; a full pipe would stop the program.
    child.stderr?.resume();
    return { said, [Symbol.dispose]: stop };
  } catch (error) {
    stop();
    throw error;
  }
};

/** A port of the loopback address that nobody listened on just now. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, "close");
  return port;
};

/** Asks again and again until the answer is no error. */
export const answered = async <T>(ask: () => Promise<T>): Promise<T> => {
  const until = performance.now() + startTimeoutMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > until) throw error;
      await wait(50);
    }
  }
};

/** Opens something that holds others open, and closes those again where that fails. */
export const opening = async <T>(open: (others: DisposableStack) => Promise<T>): Promise<T> => {
  const others = new DisposableStack();
  try {
    return await open(others);
  } catch (error) {
    others.dispose();
    throw error;
  }
};
