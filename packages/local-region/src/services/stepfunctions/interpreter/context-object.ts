import type { JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import type { StateType } from "../definition/states.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import type { Item } from "../map/item.ts";
import type { Execution } from "./execution.ts";

/** What an expression can see beside `$states.input` and the variables. */
export interface EvaluationInputs {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly taskToken?: string | undefined;
  readonly item?: (Item & { readonly index: number }) | undefined;
}

/** The state that the context object describes. */
interface EnteredState {
  readonly name: string;
  readonly type: StateType;
  readonly entered: JournalEvent;
  readonly retryCount: number;
}

/** States that may have retriers. The context of a Pass has no `RetryCount` on AWS. */
const retriedTypes: readonly StateType[] = ["Task", "Parallel", "Map"];

/**
 * The context object, `$states.context`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export const contextObject = (
  execution: Pick<Execution, "row" | "input" | "testContext">,
  state: EnteredState,
  { taskToken, item }: Pick<EvaluationInputs, "taskToken" | "item">,
): Json => {
  const own = execution.testContext ?? ownContext(execution, state);
  return {
    ...own,
    ...(taskToken === undefined || own.Task !== undefined ? {} : { Task: { Token: taskToken } }),
    ...(item === undefined ? {} : { Map: { Item: describedItem(item) } }),
  };
};

const describedItem = ({ index, key, value }: Item & { readonly index: number }): JsonObject => ({
  Index: index,
  ...(key === undefined ? {} : { Key: key }),
  Value: value,
});

const ownContext = (
  { row, input }: Pick<Execution, "row" | "input">,
  { name, type, entered, retryCount }: EnteredState,
): JsonObject => ({
  Execution: {
    Id: row.arn,
    Input: input,
    StartTime: new Date(row.startedAt).toISOString(),
    Name: row.name,
    RoleArn: row.roleArn,
    RedriveCount: row.redriveCount,
    ...(row.redrivenAt === undefined ? {} : { RedriveTime: new Date(row.redrivenAt).toISOString() }),
  },
  StateMachine: { Id: row.machineArn, Name: row.machineArn.split(":")[6] ?? "" },
  State: {
    Name: name,
    EnteredTime: new Date(entered.timestamp).toISOString(),
    ...(retriedTypes.includes(type) ? { RetryCount: retryCount } : {}),
  },
});
