import type { Json } from "../../../ports.ts";
import type { Reach, Visit } from "./visit.ts";

/** The context object, `$states.context` (Developer Guide, "Accessing execution data from the Context object"). */
export const contextOf = (visit: Visit, { taskToken, item }: Pick<Reach, "taskToken" | "item">): Json => {
  const { row, input } = visit.branch.execution;
  return {
    Execution: {
      Id: row.arn,
      Input: input,
      Name: row.name,
      RoleArn: row.roleArn,
      StartTime: new Date(row.startedAt).toISOString(),
      RedriveCount: row.redriveCount,
      ...(row.redrivenAt === undefined ? {} : { RedriveTime: new Date(row.redrivenAt).toISOString() }),
    },
    State: {
      Name: visit.name,
      EnteredTime: new Date(visit.entered.timestamp).toISOString(),
      RetryCount: visit.retryCount,
    },
    StateMachine: { Id: row.machineArn, Name: row.machineArn.split(":")[6] ?? "" },
    ...(taskToken === undefined ? {} : { Task: { Token: taskToken } }),
    ...(item === undefined ? {} : { Map: { Item: { Index: item.index, Value: item.value } } }),
  };
};
