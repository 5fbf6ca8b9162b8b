import * as z from "zod";
import {
  assignSchema,
  catcherSchema,
  choiceRuleSchema,
  countSchema,
  itemsSchema,
  percentageSchema,
  retrierSchema,
  secondsSchema,
  templateSchema,
  textSchema,
  timestampSchema,
} from "./fields.ts";
import { itemBatcherSchema, itemReaderSchema, labelSchema, resultWriterSchema } from "./map-fields.ts";

const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal("JSONata").optional(),
};

const transition = {
  Next: z.string().optional(),
  End: z.literal(true, { error: "must be true or left out" }).optional(),
};

const results = { Assign: assignSchema.optional(), Output: templateSchema.optional() };

const failures = {
  Retry: z.array(retrierSchema).optional(),
  Catch: z.array(catcherSchema).optional(),
};

/**
 * The fields that a state of each type may have, and their values. A field that is not here is refused when a state machine
 * is created. Nested machines (Branches, ItemProcessor) are checked separately.
 * @see https://states-language.net/spec.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export const stateSchemas = {
  Pass: z.strictObject({ Type: z.literal("Pass"), ...common, ...transition, ...results }),
  Task: z.strictObject({
    Type: z.literal("Task"),
    ...common,
    ...transition,
    ...results,
    ...failures,
    Resource: z.string(),
    Arguments: templateSchema.optional(),
    TimeoutSeconds: secondsSchema(1).optional(),
    HeartbeatSeconds: secondsSchema(1).optional(),
  }),
  Choice: z.strictObject({
    Type: z.literal("Choice"),
    ...common,
    ...results,
    Choices: z.array(choiceRuleSchema).min(1, "must have at least one rule"),
    Default: z.string().optional(),
  }),
  Wait: z.strictObject({
    Type: z.literal("Wait"),
    ...common,
    ...transition,
    ...results,
    Seconds: secondsSchema(0).optional(),
    Timestamp: timestampSchema.optional(),
  }),
  Parallel: z.strictObject({
    Type: z.literal("Parallel"),
    ...common,
    ...transition,
    ...results,
    ...failures,
    Arguments: templateSchema.optional(),
    Branches: z.array(templateSchema).min(1, "must have at least one branch"),
  }),
  Map: z.strictObject({
    Type: z.literal("Map"),
    ...common,
    ...transition,
    ...results,
    ...failures,
    Items: itemsSchema.optional(),
    ItemSelector: templateSchema.optional(),
    ItemProcessor: z.record(z.string(), templateSchema),
    MaxConcurrency: countSchema.optional(),
    ItemReader: itemReaderSchema.optional(),
    ItemBatcher: itemBatcherSchema.optional(),
    ResultWriter: resultWriterSchema.optional(),
    ToleratedFailurePercentage: percentageSchema.optional(),
    ToleratedFailureCount: countSchema.optional(),
    Label: labelSchema.optional(),
  }),
  Succeed: z.strictObject({ Type: z.literal("Succeed"), ...common, Output: templateSchema.optional() }),
  Fail: z.strictObject({
    Type: z.literal("Fail"),
    ...common,
    Error: textSchema.optional(),
    Cause: textSchema.optional(),
  }),
} as const;

export type StateType = keyof typeof stateSchemas;

/** A state of any type as read from JSON. */
export type RawState =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | ParallelState
  | MapState
  | SucceedState
  | FailState;

export const schemaOf: Readonly<Record<StateType, z.ZodType<RawState>>> = stateSchemas;

/** In AWS's order, which its error for an unknown type shows. */
export const stateTypes = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"] as const;

/** The table of supported fields, for the validator and for documentation. */
export const stateFields: Readonly<Record<StateType, readonly string[]>> = {
  Pass: Object.keys(stateSchemas.Pass.shape),
  Task: Object.keys(stateSchemas.Task.shape),
  Choice: Object.keys(stateSchemas.Choice.shape),
  Wait: Object.keys(stateSchemas.Wait.shape),
  Parallel: Object.keys(stateSchemas.Parallel.shape),
  Map: Object.keys(stateSchemas.Map.shape),
  Succeed: Object.keys(stateSchemas.Succeed.shape),
  Fail: Object.keys(stateSchemas.Fail.shape),
};

/** Fields of the machine itself, and of the machines nested in Parallel and Map. */
export const machineFields = {
  top: ["Comment", "QueryLanguage", "Version", "StartAt", "States", "TimeoutSeconds"],
  branch: ["Comment", "QueryLanguage", "StartAt", "States"],
  processor: ["Comment", "StartAt", "States", "ProcessorConfig"],
} as const;

/** Fields of the JSONPath query language, each with the JSONata field to use instead. */
export const jsonPathFields: Readonly<Record<string, string>> = {
  InputPath: "Arguments or Output",
  OutputPath: "Output",
  ResultPath: "Output or Assign",
  ResultSelector: "Output",
  Parameters: "Arguments",
  Result: "Output",
  ItemsPath: "Items",
  SecondsPath: "Seconds",
  TimestampPath: "Timestamp",
  TimeoutSecondsPath: "TimeoutSeconds",
  HeartbeatSecondsPath: "HeartbeatSeconds",
  MaxConcurrencyPath: "MaxConcurrency",
  ToleratedFailureCountPath: "ToleratedFailureCount",
  ToleratedFailurePercentagePath: "ToleratedFailurePercentage",
  ErrorPath: "Error",
  CausePath: "Cause",
  Variable: "Condition",
};

export type PassState = z.infer<typeof stateSchemas.Pass>;
export type TaskState = z.infer<typeof stateSchemas.Task>;
export type ChoiceState = z.infer<typeof stateSchemas.Choice>;
export type WaitState = z.infer<typeof stateSchemas.Wait>;
export type ParallelState = z.infer<typeof stateSchemas.Parallel>;
export type MapState = z.infer<typeof stateSchemas.Map>;
export type SucceedState = z.infer<typeof stateSchemas.Succeed>;
export type FailState = z.infer<typeof stateSchemas.Fail>;
