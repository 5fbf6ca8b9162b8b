import type { Json } from "../../../ports.ts";
import { checkMock } from "../test-state/check-mock.ts";
import { checkGivenContext } from "../test-state/given-context.ts";
import { errorDetails, ofTask } from "../test-state/inspection.ts";
import { inputIn, invalid, mockIn, objectIn, testStateSchema } from "../test-state/request.ts";
import { runTest, type StateTest, type TestRun } from "../test-state/run-test.ts";
import { testedState } from "../test-state/tested-state.ts";
import { action } from "./action.ts";
import { checkRole } from "./machine-actions.ts";

type Members = { readonly [name: string]: Json };

const statusOf = ({ failed, outcome }: TestRun["trial"]): string => {
  if (!failed) return "SUCCEEDED";
  if (outcome) return "CAUGHT_ERROR";
  return failed.decision.kind === "retry" ? "RETRIABLE" : "FAILED";
};

const inspectionData = (
  { tested: { state }, input }: StateTest,
  { trial, events, inspection, variables }: TestRun,
  now: number,
): Members => ({
  input,
  ...(state.Type === "Task" ? ofTask(state, events) : {}),
  ...inspection,
  ...(Object.keys(variables).length === 0 ? {} : { variables: JSON.stringify(variables) }),
  ...errorDetails(state, trial, now),
});

const answerOf = (run: TestRun): Members => {
  const { failed, outcome } = run.trial;
  const { error, failureCause: cause } = failed?.failure ?? {};
  return {
    ...(outcome ? { output: outcome.output.text } : {}),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...(outcome?.next === undefined ? {} : { nextState: outcome.next }),
    status: statusOf(run.trial),
  };
};

/** Runs one state by itself, with a mock in the place of what it calls. Nothing is kept. */
export const testState = action(testStateSchema, async (context, request) => {
  const mock = mockIn(request);
  const tested = testedState(context.expressions, request);
  checkMock(tested.state, mock, request);
  if (request.roleArn !== undefined) checkRole(context.permissions, request.roleArn);
  const given = objectIn(request, "context");
  if (given && !mock) throw invalid("A Context object is for a state with a mock.");
  if (given) checkGivenContext(given, tested.state);
  const variables = objectIn(request, "variables") ?? {};
  const test = { tested, request, input: inputIn(request), mock, variables, context: given };
  const run = await runTest(context, test);
  const now = context.clock.now();
  return {
    ...answerOf(run),
    ...(request.inspectionLevel === "INFO" ? {} : { inspectionData: inspectionData(test, run, now) }),
  };
});
