import { describe, expect, test } from "@jest/globals";
import { ofType, synthesize } from "./support/template.ts";

describe("An alarm goes off", () => {
  const alarms = ofType(synthesize(), "AWS::CloudWatch::Alarm");

  const watched = alarms.map(([id, a]) => [
    id.replace("Monitoring", ""),
    `${a.Namespace} ${a.MetricName} ${a.Statistic} >= ${a.Threshold}`,
    [a.Dimensions].flat().map((d) => (typeof d === "object" && d !== null && "Value" in d ? d.Value : d)),
  ]);

  test("for everything that would otherwise stay silent", () => {
    const machine = ["<GradingRunStateMachine>"];
    expect(watched).toEqual([
      ["RunFailed", "AWS/States ExecutionsFailed Sum >= 1", machine],
      ["RunTimedOut", "AWS/States ExecutionsTimedOut Sum >= 1", machine],
      ["RunAborted", "AWS/States ExecutionsAborted Sum >= 1", machine],
      [
        "ScheduleUndelivered",
        "AWS/SQS ApproximateNumberOfMessagesVisible Maximum >= 1",
        ["<ScheduleUndelivered.QueueName>"],
      ],
      ["ApiServerErrors", "AWS/ApiGateway 5XXError Sum >= 1", [expect.stringMatching(/-students$/)]],
      ...["GradeStudent", "MailStudent"].flatMap((task) => [
        [
          `${task}DeadLetters`,
          "AWS/Lambda Invocations Sum >= 1",
          [`<Tasks${task}DeadLetterConsumerFunction>`],
        ],
        [
          `${task}DeadLettersLeft`,
          "AWS/SQS ApproximateAgeOfOldestMessage Maximum >= 600",
          [`<Tasks${task}DeadLetters.QueueName>`],
        ],
        [`${task}WorkerErrors`, "AWS/Lambda Errors Sum >= 1", [`<Tasks${task}WorkerFunction>`]],
      ]),
    ]);
  });

  test("never for want of data", () => {
    for (const [, alarm] of alarms) expect(alarm.TreatMissingData).toBe("notBreaching");
  });
});
