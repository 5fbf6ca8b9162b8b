import {
  type DeadLettersView,
  deadLettersViewSchema,
  type LetterOrder,
} from "../../course/console/dead-letters.ts";
import {
  type Done,
  doneSchema,
  type LeftRuns,
  leftRunsSchema,
  type OpenMails,
  openMailsSchema,
  type RunOrder,
  type SettleMail,
} from "../../course/console/settle-view.ts";
import { type CallOptions, callJson, callText, readAs } from "./api.ts";

export const readOpenMails = (options?: CallOptions): Promise<OpenMails> =>
  callJson("settle/mails", openMailsSchema, options);

export const readLeftRuns = (options?: CallOptions): Promise<LeftRuns> =>
  callJson("settle/runs", leftRunsSchema, options);

/** @throws CallError saying why nothing was done. */
export const settleMail = async (request: SettleMail): Promise<Done> =>
  readAs(doneSchema, await callText("settle", JSON.stringify(request)));

export const readDeadLetters = (options?: CallOptions): Promise<DeadLettersView> =>
  callJson("settle/letters", deadLettersViewSchema, options);

/** @throws CallError saying why nothing was done. */
export const settleLetters = async (order: LetterOrder): Promise<Done> =>
  readAs(doneSchema, await callText("settle/letters", JSON.stringify(order)));

/** @throws CallError saying why nothing was done. */
export const orderRun = async (order: RunOrder): Promise<Done> =>
  readAs(doneSchema, await callText("runs", JSON.stringify(order)));
