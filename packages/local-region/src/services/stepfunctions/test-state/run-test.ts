import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../../json.ts";
import { account, type Json, region } from "../../../ports.ts";
import type { EngineContext } from "../engine-context.ts";
import { rootBranch } from "../interpreter/branch.ts";
import { Execution } from "../interpreter/execution.ts";
import { type Trial, tryState } from "../interpreter/run-branch.ts";
import type { HandleState } from "../interpreter/state-execution.ts";
import { Templates } from "../interpreter/templates.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import { payloadFrom } from "../payload.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";
import { handlerOf, plainHandlers } from "../states/handlers.ts";
import { runTask } from "../states/task.ts";
import type { Inspection } from "./inspection.ts";
import { mockedMap, mockedParallel, mockedResult } from "./mocked-states.ts";
import type { Mock, TestStateRequest } from "./request.ts";
import { loneName, type TestedState } from "./tested-state.ts";

/** How long a state may take. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
const longestMs = 5 * 60_000;

export interface StateTest {
  readonly tested: TestedState;
  readonly request: TestStateRequest;
  readonly input: string;
  readonly mock: Mock | undefined;
  readonly variables: JsonObject;
  /** undefined: the state has a context of its own. */
  readonly context: JsonObject | undefined;
}

export interface TestRun {
  readonly trial: Trial;
  readonly events: readonly JournalEvent[];
  readonly inspection: Inspection;
  readonly variables: Readonly<Record<string, Json>>;
}

type TestContext = Pick<EngineContext, "clock" | "expressions" | "tokens" | "services" | "permissions">;

const needsMock = async (): Promise<never> => {
  throw new Error("A Map or Parallel is tested with a mock only.");
};

const handlerFor = (
  context: TestContext,
  { mock, request }: StateTest,
  inspection: Inspection,
): HandleState => {
  const { clock, tokens, services, permissions } = context;
  const journal = { committed: async () => undefined };
  const tasks = { clock, journal, tokens, services, permissions };
  return handlerOf({
    ...plainHandlers(clock),
    Task: (stateExecution) => runTask(stateExecution, tasks, mock && mockedResult(mock)),
    Parallel: mock ? mockedParallel(mock, inspection) : needsMock,
    Map: mock ? mockedMap(mock, request.stateConfiguration, inspection) : needsMock,
  });
};

/** An execution of which nothing is kept: what the state records goes to `events`. */
const unrecorded = (
  { clock }: Pick<EngineContext, "clock">,
  { input, request }: StateTest,
  events: JournalEvent[],
): Execution => {
  const [machine, name] = [randomUUID(), randomUUID()];
  const arn = (kind: string, rest: string) => `arn:aws:states:${region}:${account}:${kind}:${rest}`;
  const row = {
    id: 0,
    arn: arn("express", `${machine}:${name}`),
    name,
    machineArn: arn("stateMachine", machine),
    definitionId: 0,
    roleArn: request.roleArn ?? "",
    input,
    startedAt: Math.round(clock.now()),
    redriveCount: 0,
  };
  const journal = {
    append: (_: unknown, event: JournalEvent) => void events.push(event),
    write: () => undefined,
  };
  const program = { startAt: "", states: new Map() };
  return new Execution({ clock, journal, events: { insertNote: () => undefined } }, row, program);
};

/**
 * As recordings of AWS have it: of an express execution, which has no redrives; with the name of a lone state, also for a state
 * of a whole machine; and with `RetryCount` only where there may be retriers.
 */
const defaultContext = (
  { row, input }: Execution,
  { tested: { state }, request }: StateTest,
  retryCount: number,
): JsonObject => {
  const at = new Date(row.startedAt).toISOString();
  const isRetried = state.Type === "Task" || state.Type === "Parallel" || state.Type === "Map";
  return {
    Execution: { Id: row.arn, Input: input, Name: row.name, RoleArn: request.roleArn ?? null, StartTime: at },
    StateMachine: { Id: row.machineArn, Name: row.machineArn.split(":")[6] ?? "" },
    State: { Name: loneName, EnteredTime: at, ...(isRetried ? { RetryCount: retryCount } : {}) },
  };
};

const retryCountIn = ({ request, context }: StateTest): number => {
  const state = context?.State;
  const given = typeof state === "object" && state !== null && "RetryCount" in state ? state.RetryCount : 0;
  return request.stateConfiguration.retrierRetryCount ?? Number(given);
};

/** Runs one state, once, for at most five minutes by the region's clock. */
export const runTest = async (context: TestContext, test: StateTest): Promise<TestRun> => {
  const { tested, variables } = test;
  const events: JournalEvent[] = [];
  const inspection: Inspection = {};
  const execution = unrecorded(context, test, events);
  const retryCount = retryCountIn(test);
  execution.testContext = test.context ?? defaultContext(execution, test, retryCount);
  const input = payloadFrom(test.input);
  const isInMap = tested.mapName !== undefined && test.context === undefined;
  const item = isInMap ? { mapName: tested.mapName ?? "", index: 0, value: input.value } : undefined;
  const branch = rootBranch(execution, { variables, item });
  const retriers = "Retry" in tested.state ? (tested.state.Retry ?? []) : [];
  const retries = new Map(retriers.map((_, index) => [index, retryCount]));
  const trying = tryState(
    {
      clock: context.clock,
      templates: new Templates(context.expressions),
      handle: handlerFor(context, test, inspection),
    },
    branch,
    { ...tested, input },
    { retries, retryCount },
  );
  const trial = await Promise.race([trying, timeout(context, execution)]).finally(() =>
    execution.scope.close(),
  );
  const assigned = trial.outcome?.assigned ?? {};
  return { trial, events, inspection, variables: { ...variables, ...assigned } };
};

/** Ends the state that takes too long. */
const timeout = ({ clock }: Pick<EngineContext, "clock">, { scope }: Execution): Promise<Trial> =>
  new Promise((resolve) => {
    const failure = new StateFailure(stateErrors.timeout);
    const failed = { failure, decision: { kind: "fail" } } as const;
    scope.onClose(clock.after(longestMs, () => resolve({ failed, outcome: undefined })));
  });
