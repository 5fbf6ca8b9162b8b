import type { RequestListener } from "node:http";
import type { ConsoleDoor } from "./console/gatekeeper.ts";

/** An open port of this machine. */
export interface HostDoor extends ConsoleDoor {
  /** Without a slash at its end. */
  readonly url: string;
  /** Answers whatever comes in from now on; before, callers are told to wait. */
  serve(listener: RequestListener): void;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** The machine that a command runs on, for one that serves until it is told to end. */
export interface Host {
  /**
   * Opens a port that only this machine reaches, and that takes no calls from pages of other sites.
   *
   * @param port 0: any free one.
   * @throws {Error} of Node when it can't.
   */
  openDoor(port: number): Promise<HostDoor>;
  /** Resolves when the command is to end, as by Ctrl-C. */
  ended(): Promise<unknown>;
}
