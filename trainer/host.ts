import type { RequestListener } from "node:http";
import type { ConsoleDoor } from "./console/gatekeeper.ts";

/** An open port of this machine. */
export interface HostDoor extends ConsoleDoor {
  /** Without a slash at its end. */
  readonly url: string;
  /** Answers requests from now on; until then, callers are asked to wait. */
  serve(listener: RequestListener): void;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** The machine of a command that serves until it is ended. */
export interface Host {
  /**
   * Opens a port that only this machine reaches, and that takes no calls from pages of other sites.
   *
   * @param port 0: any free one.
   * @throws {Error} Node's, when it can't.
   */
  openDoor(port: number): Promise<HostDoor>;
  /** Resolves when the command must end, for instance by Ctrl-C. */
  ended(): Promise<unknown>;
}
