import type { Host } from "../../../trainer/host.ts";

const unexpected = (what: string): never => {
  throw new Error(`The command ${what}, and the test did not expect that.`);
};

/** A machine for commands that don't serve. */
export const noHost: Host = {
  openDoor: () => unexpected("opened a port"),
  ended: () => unexpected("waited to be ended"),
};
