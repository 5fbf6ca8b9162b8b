import type * as z from "zod";
import { asTaskError } from "../../adapters/errors.ts";
import { describeIssues } from "../../course/problems.ts";
import { logFieldsOf } from "./log-fields.ts";
import { withLogFields } from "./logger.ts";

/** A task's input has the wrong shape. */
export class InvalidInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InvalidInputError";
  }
}

/** @throws InvalidInputError naming all problems at once. */
export const checkedInput = <I>(schema: z.ZodType<I>, input: unknown): I => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidInputError(describeIssues(result.error, input));
};

/** The handler of a step that invokes its function directly: checks the input, and renames transient errors for the Retry. */
export const directTask =
  <I, O>(inputSchema: z.ZodType<I>, work: (input: I) => Promise<O>): ((event: unknown) => Promise<O>) =>
  (event) =>
    withLogFields(logFieldsOf(event), async () => {
      try {
        return await work(checkedInput(inputSchema, event));
      } catch (error) {
        throw asTaskError(error);
      }
    });
