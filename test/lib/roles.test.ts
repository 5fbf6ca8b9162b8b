import { beforeAll, describe, expect, test } from "@jest/globals";
import { asRecord, flat, ofType, type Resources, rightsOf, synthesize } from "./support/template.ts";

const bucket = "<StorageBucket.Arn>";
const machine = "<GradingRunStateMachine>";
const execution = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${machine}#6`;

/** Every function may write its own log and trace. */
const ofEveryFunction = (id: string) => [
  `logs:CreateLogStream on <${id}Logs.Arn>`,
  `logs:PutLogEvents on <${id}Logs.Arn>`,
  "xray:PutTelemetryRecords on *",
  "xray:PutTraceSegments on *",
];

const reads = (...patterns: string[]) => patterns.map((p) => `s3:GetObject on ${bucket}/${p}`);
const puts = (...patterns: string[]) => patterns.map((p) => `s3:PutObject on ${bucket}/${p}`);
const lists = (...patterns: string[]) =>
  `s3:ListBucket on ${bucket} if ${JSON.stringify({ StringLike: { "s3:prefix": patterns } })}`;
const tellsMissing = (...patterns: string[]) =>
  `s3:ListBucket on ${bucket} if ${JSON.stringify({ StringLikeIfExists: { "s3:prefix": patterns } })}`;
const sends = (action: string) =>
  `${action} on arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/* if ${JSON.stringify({ StringEquals: { "ses:FromAddress": "no-reply@example.com" } })}`;
const answers = (...kinds: string[]) =>
  kinds.flatMap((kind) => [
    `states:SendTask${kind} on ${machine}`,
    `states:SendTask${kind} on ${machine}/GradeEveryStudent`,
  ]);
const consumes = (queue: string) =>
  ["DeleteMessage", "GetQueueAttributes", "ReceiveMessage"].map((action) => `sqs:${action} on <${queue}.Arn>`);

const consumesDeadLetters = (task: string) => [...consumes(`${task}DeadLetters`), ...answers("Failure")];

/** What each function may do beside writing log and trace. */
const functions: Readonly<Record<string, readonly string[]>> = {
  StudentApiAuthorize: [...reads("students/*/profile.json"), tellsMissing("students/*/profile.json")],
  StudentApiListTests: [
    ...reads("course/tests.json", "students/*/profile.json"),
    tellsMissing("course/tests.json", "students/*/profile.json"),
    lists("students/*/submissions/*"),
  ],
  StudentApiShowTest: [
    ...reads("course/settings.json", "course/tests.json", "students/*/profile.json"),
    tellsMissing("course/settings.json", "course/tests.json", "students/*/profile.json"),
    ...reads("course/tests/*/questions.json"),
  ],
  StudentApiSubmitTest: [
    ...reads("course/settings.json", "course/tests.json", "course/tests/*/questions.json"),
    ...reads("students/*/profile.json", "students/*/submissions/*"),
    tellsMissing(
      "course/settings.json",
      "course/tests.json",
      "course/tests/*/questions.json",
      "students/*/profile.json",
    ),
    lists("students/*/submissions/*"),
    ...puts("students/*/submissions/*"),
  ],
  TasksGradeStudentDeadLetterConsumer: consumesDeadLetters("TasksGradeStudent"),
  TasksMailStudentDeadLetterConsumer: consumesDeadLetters("TasksMailStudent"),
  TasksGradeStudentWorker: [
    ...reads("course/tests/*/answer-key.json", "students/*/submissions/*", "students/*/grades/*"),
    lists("students/*/submissions/*"),
    ...puts("students/*/grades/*"),
    ...consumes("TasksGradeStudentQueue"),
    ...answers("Success", "Failure", "Heartbeat"),
  ],
  TasksMailStudentWorker: [
    ...reads("students/*/mail/*"),
    ...puts("students/*/mail/*"),
    sends("ses:SendEmail"),
    ...consumes("TasksMailStudentQueue"),
    ...answers("Success", "Failure", "Heartbeat"),
  ],
};

let resources: Resources;
beforeAll(() => {
  resources = synthesize();
});

describe("The role of a function", () => {
  test.each(Object.keys(functions))("%s allows this and nothing more", (id) => {
    const expected = [...ofEveryFunction(id), ...(functions[id] ?? [])].sort();
    expect(rightsOf(resources, `${id}Role`)).toEqual(expected);
  });
});
