import { describe, expect, test } from "@jest/globals";
import { Duration, Stack } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { QueuedTask, type QueuedTaskProps } from "../../lib/queued-task.ts";
import { asRecord, ofType, synthesize } from "./support/template.ts";
import { testApp } from "./support/test-app.ts";

const resources = await synthesize();

const timeoutOf = (functionReference: unknown): number => {
  const id = String(functionReference).replace(/^<|>$/g, "");
  const [found] = ofType(resources, "AWS::Lambda::Function").filter(([name]) => name === id);
  return Number(found?.[1].Timeout);
};

describe("Every queue", () => {
  const queues = ofType(resources, "AWS::SQS::Queue");

  test("is encrypted", () => {
    expect(queues.map(([id]) => id).sort()).toEqual([
      "ScheduleUndelivered",
      "TasksDeadLetters",
      "TasksGradeStudentQueue",
      "TasksMailStudentQueue",
    ]);
    for (const [, queue] of queues) expect(queue.SqsManagedSseEnabled).toBe(true);
  });

  test("takes no call without TLS", () => {
    const secured = ofType(resources, "AWS::SQS::QueuePolicy").map(([, policy]) => {
      const [statement] = [asRecord(policy.PolicyDocument).Statement].flat();
      expect(statement).toMatchObject({
        Action: "sqs:*",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
      return policy.Queues;
    });
    expect(secured.flat().sort()).toEqual(queues.map(([id]) => `<${id}>`).sort());
  });

  test("that is worked on dead-letters a message after five tries, and three receives in which its step can be failed", () => {
    const redrives = queues.flatMap(([id, { RedrivePolicy }]) =>
      RedrivePolicy ? [[id, RedrivePolicy]] : [],
    );
    expect(redrives).toEqual([
      ["TasksGradeStudentQueue", { deadLetterTargetArn: "<TasksDeadLetters.Arn>", maxReceiveCount: 8 }],
      ["TasksMailStudentQueue", { deadLetterTargetArn: "<TasksDeadLetters.Arn>", maxReceiveCount: 8 }],
    ]);
  });

  test("hides a message for six times its function's timeout", () => {
    const mappings = ofType(resources, "AWS::Lambda::EventSourceMapping");
    expect(mappings).toHaveLength(2);
    for (const [, mapping] of mappings) {
      const id = String(mapping.EventSourceArn).replace(/^<|\.Arn>$/g, "");
      const [queue] = queues.filter(([name]) => name === id);
      expect(queue?.[1].VisibilityTimeout).toBe(6 * timeoutOf(mapping.FunctionName));
    }
  });
});

describe("Every event source mapping", () => {
  test("returns failed messages one by one, within its number of workers; dead letters are not polled", () => {
    const mappings = ofType(resources, "AWS::Lambda::EventSourceMapping").map(([, mapping]) => mapping);
    expect(mappings).toEqual([
      mapping("TasksGradeStudentQueue", "TasksGradeStudentWorkerFunction", 10, 10),
      mapping("TasksMailStudentQueue", "TasksMailStudentWorkerFunction", 10, 2),
    ]);
  });
});

const mapping = (queue: string, worker: string, batchSize: number, maxConcurrency: number) => ({
  EventSourceArn: `<${queue}.Arn>`,
  FunctionName: `<${worker}>`,
  BatchSize: batchSize,
  FunctionResponseTypes: ["ReportBatchItemFailures"],
  ScalingConfig: { MaximumConcurrency: maxConcurrency },
});

describe("A queued task", () => {
  const make = (changes: Partial<QueuedTaskProps>) => {
    const stack = new Stack(testApp(), "Stack");
    return new QueuedTask(stack, "Grade", {
      deadLetters: new Queue(stack, "DeadLetters"),
      worker: { task: "gradeStudent", timeout: Duration.seconds(20) },
      batchSize: 10,
      maxWorkers: 2,
      heartbeat: Duration.minutes(11),
      timeout: Duration.minutes(20),
      ...changes,
    });
  };

  test("takes times that fit each other", () => {
    expect(() => make({})).not.toThrow();
  });

  test("fails when its heartbeat passes before a crashing message is given up", () => {
    expect(() => make({ heartbeat: Duration.minutes(10) })).toThrow(
      "Grade: the heartbeat of 600 s passes before a message that crashes its worker is given up, after 600 s. Make the heartbeat longer or the worker's timeout shorter.",
    );
  });

  test("fails when its timeout is not longer than its heartbeat", () => {
    expect(() => make({ timeout: Duration.minutes(11) })).toThrow(
      "Grade: the timeout of 660 s is not longer than the heartbeat of 660 s. Make it longer.",
    );
  });
});
