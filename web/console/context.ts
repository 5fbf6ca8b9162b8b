import { createContext } from "preact";
import type { RegionInfo } from "./api.ts";
import type { Live } from "./live.ts";

/** What every view knows. */
export interface ConsoleValue {
  readonly region: RegionInfo;
  /** The course's bucket, and the grading run's state machine. */
  readonly bucket: string;
  readonly stateMachineArn: string;
  /** Of the notices to students; undefined: the course has no such machine. */
  readonly noticesArn: string | undefined;
  readonly courseTitle: string;
  /** The course's, or this browser's while no course is published. */
  readonly timeZone: string;
  readonly live: Pick<Live, "subscribe">;
}

const nothing: ConsoleValue = {
  region: {
    stackName: "",
    outputs: {},
    account: "",
    region: "",
    commandOptions: [],
    hasInbox: false,
    now: 0,
  },
  bucket: "",
  stateMachineArn: "",
  noticesArn: undefined,
  courseTitle: "",
  timeZone: "UTC",
  live: { subscribe: () => () => undefined },
};

export const ConsoleContext = createContext<ConsoleValue>(nothing);

/** The services' time, in milliseconds since 1970; apart from the rest, because it changes with every message. */
export const NowContext = createContext(0);
