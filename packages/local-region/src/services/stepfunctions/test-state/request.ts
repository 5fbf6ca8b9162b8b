import * as z from "zod";
import { isObject, type JsonObject, tryParseJson } from "../../../json.ts";
import { AwsError, type Json } from "../../../ports.ts";
import { limits } from "../limits.ts";

const jsonText = z.string().max(limits.payloadBytes).optional();

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export const testStateSchema = z.strictObject({
  definition: z.string().min(1).max(limits.definitionBytes),
  roleArn: z.string().min(1).max(256).optional(),
  input: jsonText,
  inspectionLevel: z.enum(["INFO", "DEBUG", "TRACE"]).default("INFO"),
  revealSecrets: z.boolean().default(false),
  variables: jsonText,
  stateName: z.string().min(1).max(limits.nameCharacters).optional(),
  context: jsonText,
  mock: z
    .strictObject({
      result: jsonText,
      errorOutput: z
        .strictObject({ error: z.string().max(256).optional(), cause: z.string().max(32_768).optional() })
        .optional(),
      fieldValidationMode: z.enum(["STRICT", "PRESENT", "NONE"]).default("STRICT"),
    })
    .optional(),
  stateConfiguration: z
    .strictObject({
      retrierRetryCount: z.int().min(0).optional(),
      errorCausedByState: z.string().min(1).max(limits.nameCharacters).optional(),
      mapIterationFailureCount: z.int().min(0).optional(),
      mapItemReaderData: jsonText,
    })
    .default({}),
});

export type TestStateRequest = z.infer<typeof testStateSchema>;

export const invalid = (message: string): AwsError => new AwsError("ValidationException", message);

/** What takes the place of a call, of a Map's iterations or of a Parallel's branches. */
export type Mock =
  | { readonly kind: "result"; readonly value: Json }
  | { readonly kind: "error"; readonly error: string | undefined; readonly cause: string | undefined };

/** undefined: the state runs as it is. Throws ValidationException. */
export const mockIn = ({ mock, revealSecrets }: TestStateRequest): Mock | undefined => {
  if (mock === undefined) return undefined;
  if (revealSecrets) throw invalid("TestState does not support RevealSecrets when a mock is specified.");
  const { result, errorOutput } = mock;
  if ((result === undefined) === (errorOutput === undefined)) {
    throw invalid("A test mock should have only one of the following fields: [result, errorOutput].");
  }
  if (result === undefined) return { kind: "error", error: errorOutput?.error, cause: errorOutput?.cause };
  const value = tryParseJson(result);
  if (value === undefined) throw invalid("Mocked result must be valid JSON");
  return { kind: "result", value };
};

/** The state's input. Throws InvalidExecutionInput. */
export const inputIn = ({ input = "{}" }: TestStateRequest): string => {
  if (tryParseJson(input) !== undefined) return input;
  throw new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${input}'`);
};

/** A member whose text must be a JSON object; undefined: it is not given. Throws ValidationException. */
export const objectIn = (
  request: TestStateRequest,
  member: "variables" | "context",
): JsonObject | undefined => {
  const text = request[member];
  if (text === undefined) return undefined;
  const value = tryParseJson(text);
  if (value !== undefined && isObject(value)) return value;
  throw invalid(`The member '${member}' must be a JSON object.`);
};
