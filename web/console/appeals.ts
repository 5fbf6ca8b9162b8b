import type * as z from "zod";
import {
  type AnsweredAppeal,
  type AppealList,
  answeredAppealSchema,
  type answerRequestSchema,
  appealListSchema,
} from "../../course/appeals/listed-appeal.ts";
import { type CallOptions, callJson, callText, readAs } from "./api.ts";

export const readAppeals = (all: boolean, options?: CallOptions): Promise<AppealList> =>
  callJson(`appeals?${new URLSearchParams({ all: all ? "yes" : "no" })}`, appealListSchema, options);

/** Answers an appeal, which closes it, and mails the student. @throws CallError saying why nothing was changed. */
export const answerAppeal = async (request: z.infer<typeof answerRequestSchema>): Promise<AnsweredAppeal> =>
  readAs(answeredAppealSchema, await callText("appeals", JSON.stringify(request)));
