import { freshMs } from "../../tasks/runtime/recently-read.ts";
import type { Week } from "../weeks/support/week.ts";

/** Lets as much time pass as functions keep what they have read. */
export const forgetWhatWasRead = (week: Week): void => week.clock.moveTo(week.clock.now() + freshMs + 1);
