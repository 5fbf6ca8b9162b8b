import * as z from "zod";
import {
  type AppealList,
  type answerRequestSchema,
  appealListSchema,
} from "../../course/appeals/listed-appeal.ts";
import { type CallOptions, callJson, callText, readAs } from "./api.ts";

export const readAppeals = (all: boolean, options?: CallOptions): Promise<AppealList> =>
  callJson(`appeals?${new URLSearchParams({ all: all ? "yes" : "no" })}`, appealListSchema, options);

const answeredSchema = z.object({ mail: z.string(), reason: z.string().optional() });

/** Answers an appeal, which closes it, and mails the student. @throws CallError saying why nothing was changed. */
export const answerAppeal = async (
  request: z.infer<typeof answerRequestSchema>,
): Promise<z.infer<typeof answeredSchema>> =>
  readAs(answeredSchema, await callText("appeals", JSON.stringify(request)));
