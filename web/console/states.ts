import * as z from "zod";
import { type CallOptions, callText, readAs } from "./api.ts";
import { inParallel } from "./objects.ts";

/** The calls of Step Functions that the console makes; shapes and names are the API's. Instants are seconds since 1970. */

export const statusSchema = z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]);
export type Status = z.infer<typeof statusSchema>;

const executionSchema = z.object({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  status: statusSchema,
  startDate: z.number(),
  stopDate: z.number().optional(),
});
export type Execution = z.infer<typeof executionSchema>;

const detailSchema = executionSchema.extend({
  input: z.string().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  mapRunArn: z.string().optional(),
});
export type ExecutionDetail = z.infer<typeof detailSchema>;

const eventSchema = z.looseObject({
  id: z.number(),
  /** The first event may leave it out. */
  previousEventId: z.number().default(0),
  timestamp: z.number(),
  type: z.string(),
  stateEnteredEventDetails: z.looseObject({ name: z.string() }).optional(),
  stateExitedEventDetails: z.looseObject({ name: z.string(), output: z.string().optional() }).optional(),
  evaluationFailedEventDetails: z.looseObject({ state: z.string() }).optional(),
});
export type HistoryEvent = z.infer<typeof eventSchema>;

const countsSchema = z.object({
  pending: z.number(),
  running: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  timedOut: z.number(),
  aborted: z.number(),
  total: z.number(),
});
const mapRunSchema = z.object({
  mapRunArn: z.string(),
  status: statusSchema,
  executionCounts: countsSchema,
});
export type MapRun = z.infer<typeof mapRunSchema>;
export type ChildCounts = MapRun["executionCounts"];

const ask = async <T extends z.ZodType>(
  action: string,
  request: object,
  schema: T,
  options?: CallOptions,
): Promise<z.infer<T>> =>
  readAs(schema, await callText(`states/${action}`, JSON.stringify(request), options));

const executionPageSchema = z.object({
  executions: z.array(executionSchema),
  nextToken: z.string().optional(),
});
type ExecutionPage = z.infer<typeof executionPageSchema>;

/** Step Functions lists no more on one page. */
const longestPage = 1000;

/** At most `most`, newest first. */
export const listExecutions = async (
  {
    most,
    ...request
  }: {
    readonly stateMachineArn?: string;
    readonly mapRunArn?: string;
    readonly statusFilter?: Status;
    readonly most: number;
  },
  options?: CallOptions,
): Promise<{ readonly executions: readonly Execution[]; readonly hasMore: boolean }> => {
  const executions: Execution[] = [];
  let nextToken: string | undefined;
  do {
    const maxResults = Math.min(most - executions.length, longestPage);
    const body = { ...request, maxResults, ...(nextToken === undefined ? {} : { nextToken }) };
    const page: ExecutionPage = await ask("ListExecutions", body, executionPageSchema, options);
    executions.push(...page.executions);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && executions.length < most);
  return { executions, hasMore: nextToken !== undefined };
};

export const describeExecution = (executionArn: string, options?: CallOptions): Promise<ExecutionDetail> =>
  ask("DescribeExecution", { executionArn }, detailSchema, options);

const historySchema = z.object({ events: z.array(eventSchema), nextToken: z.string().optional() });

/** All of it: an execution's history has at most 25,000 events. */
export const readHistory = async (executionArn: string, options?: CallOptions): Promise<HistoryEvent[]> => {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const request = { executionArn, maxResults: 1000, ...(nextToken === undefined ? {} : { nextToken }) };
    const page: z.infer<typeof historySchema> = await ask(
      "GetExecutionHistory",
      request,
      historySchema,
      options,
    );
    events.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
};

/** The definition that the execution runs, as JSON text. */
export const readDefinition = async (executionArn: string, options?: CallOptions): Promise<string> => {
  const schema = z.object({ definition: z.string() });
  return (await ask("DescribeStateMachineForExecution", { executionArn }, schema, options)).definition;
};

const mapRunPageSchema = z.object({ mapRuns: z.array(z.object({ mapRunArn: z.string() })).default([]) });

/** The execution's map runs, the first started first: one for each part of a run's roster. */
export const readMapRuns = async (executionArn: string, options?: CallOptions): Promise<MapRun[]> => {
  const { mapRuns } = await ask("ListMapRuns", { executionArn }, mapRunPageSchema, options);
  return inParallel([...mapRuns].reverse(), ({ mapRunArn }) =>
    ask("DescribeMapRun", { mapRunArn }, mapRunSchema, options),
  );
};

/** `arn:aws:states:<region>:<account>:stateMachine:<name>` and `execution:<name>:<execution>` share all but the kind. */
export const executionArnOf = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
