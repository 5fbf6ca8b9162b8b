import * as z from "zod";
import { messageOf } from "../../../message-of.ts";
import { AwsError, type Json } from "../../../ports.ts";
import { parseText } from "../json-problem.ts";
import { lengthError } from "../length-limit.ts";
import { limits } from "../limits.ts";
import { sizeInBytes } from "../payload.ts";
import { action } from "./action.ts";

const tokenSchema = z.string().min(1).max(2048);

const outputFrom = (text: string): Json => {
  if (sizeInBytes(text) > limits.payloadBytes) {
    throw lengthError("output", text, "at most", limits.payloadBytes);
  }
  try {
    return parseText(text);
  } catch (error) {
    throw new AwsError("InvalidOutput", `Invalid Output: '${messageOf(error)}'`);
  }
};

/** Answers once the result is on the disk. */
export const sendTaskSuccess = action(
  z.strictObject({ taskToken: tokenSchema, output: z.string() }),
  async ({ tokens }, { taskToken, output }) => {
    const value = outputFrom(output);
    await tokens.find(taskToken).deliver({ kind: "success", output: value });
    return {};
  },
);

export const sendTaskFailure = action(
  z.strictObject({
    taskToken: tokenSchema,
    error: z.string().max(256).optional(),
    cause: z.string().max(32_768).optional(),
  }),
  async ({ tokens }, { taskToken, error, cause }) => {
    await tokens.find(taskToken).deliver({ kind: "failure", error, cause });
    return {};
  },
);

export const sendTaskHeartbeat = action(
  z.strictObject({ taskToken: tokenSchema }),
  ({ tokens }, { taskToken }) => {
    tokens.find(taskToken).onHeartbeat?.();
    return {};
  },
);
