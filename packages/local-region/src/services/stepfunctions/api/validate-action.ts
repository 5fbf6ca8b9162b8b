import * as z from "zod";
import { checkDefinition, checkDefinitionSize } from "../definition/definition.ts";
import { codeOf, locationOf } from "../definition/problems.ts";
import { action } from "./action.ts";

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
const mostDiagnostics = 100;

/**
 * What is wrong with a definition, without creating a machine. There are no warnings here: with either severity the answer
 * has the errors.
 */
export const validateStateMachineDefinition = action(
  z.strictObject({
    definition: z.string(),
    type: z.literal("STANDARD", { error: "EXPRESS is not supported: use STANDARD" }).optional(),
    severity: z.enum(["ERROR", "WARNING"]).optional(),
    maxResults: z
      .int()
      .min(0)
      .max(mostDiagnostics)
      .optional()
      .transform((n) => n || mostDiagnostics),
  }),
  ({ expressions }, { definition, maxResults }) => {
    checkDefinitionSize(definition);
    const { problems } = checkDefinition(expressions, definition);
    return {
      result: problems.length === 0 ? "OK" : "FAIL",
      diagnostics: problems.slice(0, maxResults).map((problem) => {
        const location = locationOf(problem);
        return {
          severity: "ERROR",
          code: codeOf(problem),
          message: problem.message,
          ...(location === undefined ? {} : { location }),
        };
      }),
      truncated: problems.length > maxResults,
    };
  },
);
