import * as z from "zod";
import { messageOf } from "../../message-of.ts";
import { parseScheduleExpression } from "../../services/scheduler/schedule-expression.ts";
import { arnOf, defineResource, harmlessResource } from "../resource-type.ts";

const stateMachine = defineResource({
  type: "AWS::StepFunctions::StateMachine",
  nameProperty: "StateMachineName",
  longestName: 80,
  supported: z.strictObject({
    StateMachineName: z.string().optional(),
    StateMachineType: z.literal("STANDARD").optional(),
    DefinitionString: z.string(),
    DefinitionSubstitutions: z.record(z.string(), z.string()).default({}),
    RoleArn: z.string(),
  }),
  harmless: {
    LoggingConfiguration: "every event is in the execution's history",
    TracingConfiguration: "traces are not recorded",
    EncryptionConfiguration: "executions lie in the data folder, under the disk's own protection",
    Tags: "only describe",
  },
  identify: ({ name, world }) => {
    const arn = arnOf(world, "states", `stateMachine:${name}`);
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
  add: ({ logicalId, name, identity }, properties, plan) => {
    const definition = properties.DefinitionString.replace(
      /\$\{(\w+)\}/g,
      (whole, key: string) => properties.DefinitionSubstitutions[key] ?? whole,
    );
    plan.stateMachines.push({ logicalId, name, arn: identity.ref, roleArn: properties.RoleArn, definition });
  },
});

const schedule = defineResource({
  type: "AWS::Scheduler::Schedule",
  nameProperty: "Name",
  longestName: 64,
  supported: z.strictObject({
    Name: z.string().optional(),
    GroupName: z.string().default("default"),
    ScheduleExpression: z.string(),
    ScheduleExpressionTimezone: z.string().default("UTC"),
    State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
    FlexibleTimeWindow: z.strictObject({ Mode: z.literal("OFF") }),
    Target: z.strictObject({
      Arn: z
        .string()
        .regex(
          /^arn:[\w-]+:(states:.*:stateMachine|lambda:.*:function):/,
          "must be a state machine or function",
        ),
      RoleArn: z.string(),
      Input: z.string().default("{}"),
      DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
    }),
  }),
  harmless: {
    Description: "only describes",
    "Target.RetryPolicy":
      "a target in the same process fails for now on a full disk, say, and is tried again until it takes the call",
    KmsKeyArn: "the schedule's input lies in the assembly anyway",
  },
  identify: ({ name, world }, { GroupName = "default" }) => ({
    ref: name,
    attributes: { Arn: arnOf(world, "scheduler", `schedule/${GroupName}/${name}`) },
  }),
  add: ({ logicalId, name, identity }, properties, plan) => {
    try {
      parseScheduleExpression(properties.ScheduleExpression, properties.ScheduleExpressionTimezone, 0);
    } catch (error) {
      return messageOf(error);
    }
    if (properties.State === "DISABLED") return undefined;
    plan.schedules.push({
      logicalId,
      name,
      arn: identity.attributes.Arn ?? "",
      expression: properties.ScheduleExpression,
      timeZone: properties.ScheduleExpressionTimezone,
      targetArn: properties.Target.Arn,
      roleArn: properties.Target.RoleArn,
      input: properties.Target.Input,
      deadLetterArn: properties.Target.DeadLetterConfig?.Arn,
    });
    return undefined;
  },
});

export const workflowTypes = [
  stateMachine,
  schedule,
  harmlessResource("AWS::Scheduler::ScheduleGroup", "groups only name schedules", ({ name, world }) => ({
    ref: name,
    attributes: { Arn: arnOf(world, "scheduler", `schedule-group/${name}`) },
  })),
];
