import * as z from "zod";
import { jsonOrUndefined } from "../unknown-value.ts";

/** How Lambda reports an error that a function threw. Source: docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html. */
const thrownSchema = z.object({ errorMessage: z.string() });

/** An execution's cause as a person reads it: of an error that a function threw its sentence, without the stack trace. */
export const causeText = (cause: string): string =>
  thrownSchema.safeParse(jsonOrUndefined(cause)).data?.errorMessage ?? cause;
