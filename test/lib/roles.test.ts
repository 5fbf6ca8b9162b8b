import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  answersOf,
  consumes,
  creates,
  grading,
  lists,
  ofEveryFunction,
  ofListTests,
  ofMachineWithMap,
  ofMailStudent,
  puts,
  reads,
  sends,
} from "./support/rights.ts";
import { asRecord, ofType, type Resources, rightsOf, synthesize } from "./support/template.ts";

/** Of the calls about what was graded. */
const ofScores = [
  ...reads("course/settings.json", "course/tests.json", "course/tests/*/questions.json"),
  ...reads("students/*/profile.json", "students/*/scores.json", "students/*/grades/*"),
  ...reads("students/*/_appeals/*"),
  lists(
    "course/tests.json",
    "course/tests/*/questions.json",
    "students/*/profile.json",
    "students/*/scores.json",
    "students/*/grades/*",
    "students/*/_appeals/*",
  ),
];

/** What each function may do beside writing log and trace. */
const functions: Readonly<Record<string, readonly string[]>> = {
  StudentApiAuthorize: [...reads("students/*/profile.json"), lists("students/*/profile.json")],
  StudentApiListTests: ofListTests,
  StudentApiShowTest: [
    ...reads("course/settings.json", "course/tests.json", "course/tests/*/questions.json"),
    ...reads("students/*/profile.json", "students/*/submissions/*"),
    lists(
      "course/settings.json",
      "course/tests.json",
      "course/tests/*/questions.json",
      "students/*/profile.json",
    ),
    lists("students/*/submissions/*"),
  ],
  StudentApiShowScore: ofScores,
  StudentApiAppealQuestion: [...ofScores, ...puts("students/*/_appeals/*"), creates("appeals/open/*")],
  StudentApiChangeCalendar: [
    ...reads("students/*/profile.json", "students/*/_calendar.json"),
    lists("students/*/profile.json", "students/*/_calendar.json"),
    ...puts("students/*/_calendar.json"),
  ],
  StudentApiShowCalendar: [
    ...reads("course/settings.json", "course/tests.json"),
    ...reads("students/*/profile.json", "students/*/_calendar.json"),
    lists("course/tests.json", "students/*/profile.json", "students/*/_calendar.json"),
  ],
  StudentApiSubmitTest: [
    ...reads("course/settings.json", "course/tests.json", "course/tests/*/questions.json"),
    ...reads("students/*/profile.json", "students/*/submissions/*"),
    lists(
      "course/settings.json",
      "course/tests.json",
      "course/tests/*/questions.json",
      "students/*/profile.json",
    ),
    lists("students/*/submissions/*"),
    creates("students/*/submissions/*"),
    creates("by-test/*/handed-in/*"),
  ],
  DeadlineWatchWatchDeadline: [
    ...reads("course/tests.json", "course/roster.jsonl", "runs/graded-through.json"),
    lists("course/tests.json", "course/roster.jsonl", "runs/graded-through.json"),
  ],
  TasksOpenRun: [
    ...reads("course/settings.json", "course/tests.json", "course/roster.jsonl"),
    lists("course/settings.json", "course/tests.json", "course/roster.jsonl"),
    ...reads("runs/graded-through.json", "runs/*/run.json", "runs/*/roster.jsonl", "runs/*/report.json"),
    lists("runs/graded-through.json", "runs/*/run.json", "runs/*/roster.jsonl"),
    ...reads("runs/*/extended.jsonl", "runs/*/ledger.jsonl"),
    lists("runs/*/extended.jsonl", "runs/*/ledger.jsonl"),
    ...puts("runs/*/run.json", "runs/*/roster.jsonl", "runs/*/extended.jsonl"),
  ],
  TasksGradeStudentWorker: [
    ...reads(
      "course/tests/*/answer-key.json",
      "course/tests/*/superseded.json",
      "students/*/submissions/*",
      "students/*/grades/*",
      "students/*/scores.json",
    ),
    lists(
      "course/tests/*/answer-key.json",
      "course/tests/*/superseded.json",
      "students/*/grades/*",
      "students/*/scores.json",
    ),
    lists("students/*/submissions/*"),
    ...puts("students/*/grades/*", "students/*/scores.json"),
    ...consumes("TasksGradeStudentQueue"),
    ...answersOf(grading, "Success", "Failure", "Heartbeat"),
  ],
  TasksClosePart: [
    ...reads("runs/*/roster.jsonl", "runs/*/results/*", "runs/*/run.json", "course/tests.json"),
    ...reads("students/*/mail/*", "runs/*/extended.jsonl", "course/removed.jsonl", "gradebook/*"),
    ...reads("course/tests/*/questions.json", "students/*/grades/*"),
    lists(
      ...["course/tests/*/questions.json", "students/*/grades/*", "students/*/mail/*"],
      ...["runs/*/extended.jsonl", "course/removed.jsonl", "gradebook/*"],
    ),
    ...puts("runs/*/ledger.jsonl", "runs/*/rows.csv", "gradebook/*", "tallies/*"),
  ],
  TasksCloseRun: [
    ...reads("runs/*/roster.jsonl", "runs/*/results/*", "runs/*/run.json", "runs/*/gradebook.csv"),
    ...reads("runs/*/rows.csv", "runs/*/ledger.jsonl", "runs/graded-through.json", "course/removed.jsonl"),
    ...reads("course/tests.json", "gradebook/*"),
    lists("runs/*/ledger.jsonl", "runs/graded-through.json", "course/removed.jsonl", "gradebook/*"),
    lists("runs/"),
    ...puts("runs/*/run.json", "runs/*/report.json", "runs/*/gradebook.csv", "runs/graded-through.json"),
    ...puts("gradebook/*"),
  ],
  TasksMailTrainer: [
    ...reads("runs/*/report.json", "runs/*/gradebook.csv", "runs/*/mail/*", "runs/*/run.json"),
    ...reads("course/settings.json", "course/tests.json", "course/roster.jsonl"),
    ...reads("runs/graded-through.json", "gradebook/*", "students/*/_appeals/*"),
    ...reads("tallies/*"),
    lists("gradebook/*", "students/*/_appeals/*", "tallies/*"),
    lists("appeals/open/*"),
    ...puts("runs/*/mail/*"),
    ...sends("ses:SendRawEmail"),
  ],
  TasksReportFailure: [
    ...reads("course/settings.json", "runs/*/run.json", "runs/*/mail/*"),
    ...puts("runs/*/run.json", "runs/*/mail/*"),
    ...sends("ses:SendEmail"),
  ],
  TasksMailStudentWorker: ofMailStudent,
};

let resources: Resources;
beforeAll(async () => {
  resources = await synthesize();
});

describe("The role of a function", () => {
  test.each(Object.keys(functions))("allows %s this and nothing more", (id) => {
    const expected = [...ofEveryFunction(id), ...(functions[id] ?? [])].sort();
    expect(rightsOf(resources, `${id}Role`)).toEqual(expected);
  });

  test("is its own, and every function has one", () => {
    const roles = ofType(resources, "AWS::Lambda::Function").map(([, f]) => f.Role);
    expect(roles.sort()).toEqual(
      Object.keys(functions)
        .map((id) => `<${id}Role.Arn>`)
        .sort(),
    );
  });

  test("lets no function of the API see an answer key", () => {
    const ofApi = Object.keys(functions).filter((id) => id.startsWith("StudentApi"));
    for (const id of ofApi) {
      expect(rightsOf(resources, `${id}Role`).filter((right) => /answer-key|superseded/.test(right))).toEqual(
        [],
      );
    }
  });
});

describe("The role of the state machine", () => {
  test("allows its states' own calls, its map's data, its log and trace, and nothing more", () => {
    const expected = [
      ...["OpenRun", "ClosePart", "CloseRun", "MailTrainer", "ReportFailure"].map(
        (task) => `lambda:InvokeFunction on <Tasks${task}Function.Arn>`,
      ),
      ...["GradeStudent", "MailStudent"].map((task) => `sqs:SendMessage on <Tasks${task}Queue.Arn>`),
      ...ofMachineWithMap(grading, { items: "runs/*/roster.jsonl", results: "runs/*/results/*" }),
    ];
    expect(rightsOf(resources, "GradingRunStateMachineRole")).toEqual(expected.sort());
  });
});

describe("The role of a schedule", () => {
  test.each([
    ["Schedule", `states:StartExecution on ${grading.machine}`],
    ["DeadlineWatchSchedule", "lambda:InvokeFunction on <DeadlineWatchWatchDeadlineFunction.Arn>"],
  ])("lets %s call its target, and keep a start that could not be delivered", (id, right) => {
    const [, schedule] = ofType(resources, "AWS::Scheduler::Schedule").find(([name]) => name === id) ?? [];
    const role = String(asRecord(schedule?.Target).RoleArn).replace(/^<|\.Arn>$/g, "");
    expect(rightsOf(resources, role)).toEqual(["sqs:SendMessage on <ScheduleUndelivered.Arn>", right].sort());
  });
});

describe("Roles", () => {
  test("have no rights but those of their own policies, except API Gateway's for its logs", () => {
    const managed = ofType(resources, "AWS::IAM::Role").filter(
      ([, role]) => role.ManagedPolicyArns !== undefined || role.Policies !== undefined,
    );
    expect(managed.map(([id]) => id)).toEqual(["StudentApiCloudWatchRole"]);
  });

  test("are assumed by AWS's services only, the schedule's only for this account", () => {
    const principals = ofType(resources, "AWS::IAM::Role").map(([, role]) => {
      const [statement] = [asRecord(role.AssumeRolePolicyDocument).Statement].flat();
      return asRecord(asRecord(statement).Principal).Service;
    });
    expect([...new Set(principals)].sort()).toEqual([
      "apigateway.amazonaws.com",
      "lambda.amazonaws.com",
      "scheduler.amazonaws.com",
      "states.amazonaws.com",
    ]);
  });
});
