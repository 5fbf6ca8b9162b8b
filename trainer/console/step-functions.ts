import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import * as z from "zod";
import { isObject, jsonOrUndefined } from "../../course/unknown-value.ts";
import { Refusal } from "./refusal.ts";

type Action = (client: SFNClient, request: unknown) => Promise<object>;

/** An action that takes requests of this shape. */
const action =
  <T extends z.ZodType>(
    schema: T,
    call: (client: SFNClient, request: z.output<T>) => Promise<object>,
  ): Action =>
  (client, request) => {
    const checked = schema.safeParse(request);
    if (checked.success) return call(client, checked.data);
    throw new Refusal("ValidationException", z.prettifyError(checked.error), 400);
  };

const ofExecution = z.object({ executionArn: z.string() });

const page = z.object({ maxResults: z.number().optional(), nextToken: z.string().optional() });

const statuses = z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]);

/** The actions of Step Functions that a page may call: those that read. */
const actions: ReadonlyMap<string, Action> = new Map([
  [
    "DescribeExecution",
    action(ofExecution, (client, request) => client.send(new DescribeExecutionCommand(request))),
  ],
  [
    "DescribeMapRun",
    action(z.object({ mapRunArn: z.string() }), (client, request) =>
      client.send(new DescribeMapRunCommand(request)),
    ),
  ],
  [
    "DescribeStateMachineForExecution",
    action(ofExecution, (client, request) =>
      client.send(new DescribeStateMachineForExecutionCommand(request)),
    ),
  ],
  [
    "GetExecutionHistory",
    action(ofExecution.extend(page.shape), (client, request) =>
      client.send(new GetExecutionHistoryCommand(request)),
    ),
  ],
  [
    "ListExecutions",
    action(
      page.extend({
        stateMachineArn: z.string().optional(),
        mapRunArn: z.string().optional(),
        statusFilter: statuses.optional(),
      }),
      (client, request) => client.send(new ListExecutionsCommand(request)),
    ),
  ],
  [
    "ListMapRuns",
    action(ofExecution.extend(page.shape), (client, request) => client.send(new ListMapRunsCommand(request))),
  ],
]);

/** The SDK's answer as the API writes it: instants are seconds since 1970. */
const asWritten = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(asWritten);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asWritten(member)]));
};

/** Returns an action's answer, new or from an earlier call. */
export type AnswerCache = (action: string, request: unknown, ask: () => Promise<object>) => Promise<object>;

/**
 * A call of the Step Functions API in its own words: an action, and its request as JSON.
 *
 * @throws {Refusal} for an action that the console doesn't call, or a request of another shape.
 */
export type StepFunctionsCall = (action: string, body: string) => Promise<unknown>;

const alwaysAsk: AnswerCache = (_action, _request, ask) => ask();

/** Calls of the actions that the console uses. */
export const stepFunctionsCalls =
  (client: SFNClient, cached: AnswerCache = alwaysAsk): StepFunctionsCall =>
  async (name, body) => {
    const call = actions.get(name);
    if (!call) {
      throw new Refusal("UnknownOperation", `The console does not call ${name} of Step Functions.`, 404);
    }
    const request = jsonOrUndefined(body);
    const { $metadata: _, ...answer }: { readonly $metadata?: unknown } = await cached(name, request, () =>
      call(client, request),
    );
    return asWritten(answer);
  };
