import { describe, expect, test } from "@jest/globals";
import {
  answersOf,
  creates,
  lists,
  ofEveryFunction,
  ofListTests,
  ofMachineWithMap,
  ofMailStudent,
  puts,
  reads,
  sends,
} from "./support/rights.ts";
import { asRecord, ofType, rightsOf, synthesize } from "./support/template.ts";

const resources = await synthesize({ reminders: { quiet: "21:30-06:30" } });
const keepsBack = await synthesize({ release: { score: "after extensions" } });
const without = await synthesize();

const telling = { machine: "<NoticesMachineStateMachine>", mapLabel: "TellEveryStudent" };

/** What each function may do beside writing log and trace. */
const functions: Readonly<Record<string, readonly string[]>> = {
  NoticesPlanDay: [
    ...reads("course/settings.json", "course/tests.json", "course/roster.jsonl"),
    ...reads("students/*/_appeals/*", "appeals/told/*"),
    lists("course/settings.json", "course/tests.json", "course/roster.jsonl"),
    lists("students/*/_appeals/*"),
    lists("appeals/open/*"),
    ...puts("appeals/told/*"),
    ...sends("ses:SendEmail"),
  ],
  NoticesFindWhomToTell: [
    ...reads("course/settings.json", "course/tests.json", "course/roster.jsonl", "notices/*/notice.json"),
    ...reads("students/*/scores.json"),
    lists("course/settings.json", "course/tests.json", "course/roster.jsonl"),
    lists("students/*/scores.json"),
    lists("students/*/submissions/*"),
    creates("notices/*/notice.json"),
    ...puts("notices/*/list-*.jsonl"),
  ],
  NoticesCloseNotices: [
    ...reads("notices/*/results/*", "students/*/mail/*"),
    lists("students/*/mail/*"),
    ...puts("notices/*/report.json"),
  ],
  StudentApiListTests: [
    ...ofListTests,
    ...reads("students/*/_reminders.json"),
    lists("students/*/_reminders.json"),
  ],
  StudentApiChooseReminders: [
    ...reads("students/*/_reminders.json"),
    lists("students/*/_reminders.json"),
    ...puts("students/*/_reminders.json"),
  ],
  TasksMailStudentWorker: [
    ...ofMailStudent,
    ...sends("ses:SendRawEmail"),
    ...reads("students/*/profile.json", "students/*/_reminders.json"),
    lists("students/*/profile.json"),
    lists("students/*/scores.json"),
    lists("students/*/_reminders.json"),
    lists("students/*/submissions/*"),
    creates("students/*/_reminders.json"),
    ...answersOf(telling, "Success", "Failure", "Heartbeat"),
  ],
};

describe("In a course with reminders", () => {
  test.each(Object.entries(functions))("the role of %s allows this and nothing more", (id, rights) => {
    expect(rightsOf(resources, `${id}Role`)).toEqual([...ofEveryFunction(id), ...rights].sort());
  });

  test("the role of the state machine allows its states' own calls, its map, its log and trace", () => {
    const expected = [
      ...["NoticesPlanDay", "NoticesFindWhomToTell", "NoticesCloseNotices", "TasksReportFailure"].map(
        (task) => `lambda:InvokeFunction on <${task}Function.Arn>`,
      ),
      "sqs:SendMessage on <TasksMailStudentQueue.Arn>",
      ...ofMachineWithMap(telling, { items: "notices/*/list-*.jsonl", results: "notices/*/results/*" }),
    ];
    expect(rightsOf(resources, "NoticesMachineStateMachineRole")).toEqual(expected.sort());
  });

  test("the choice about reminders is the only call without a key beside the calendar, and its function sees nothing else", () => {
    const open = ofType(resources, "AWS::ApiGateway::Method").filter(
      ([id, { AuthorizationType }]) => AuthorizationType === "NONE" && !id.includes("calendar"),
    );
    expect(open.map(([id, { HttpMethod }]) => [id.includes("reminders"), HttpMethod])).toEqual([
      [true, "GET"],
      [true, "POST"],
    ]);
    for (const [, { Integration }] of open) {
      expect(String(asRecord(Integration).Uri)).toContain("<StudentApiChooseRemindersFunction.Arn>");
    }
  });

  test("only there does the list of tests look for the choice", () => {
    const told = [resources, keepsBack, without].map((course) => {
      const [, list] =
        ofType(course, "AWS::Lambda::Function").find(([id]) => id.startsWith("StudentApiListTests")) ?? [];
      return asRecord(asRecord(list?.Environment).Variables).HAS_REMINDERS;
    });
    expect(told).toEqual(["yes", undefined, undefined]);
  });

  test("every morning at the end of the quiet hours the machine starts, with the planned time", () => {
    const [, schedule] =
      ofType(resources, "AWS::Scheduler::Schedule").find(([id]) => id === "NoticesSchedule") ?? [];
    const target = asRecord(schedule?.Target);
    expect([schedule?.ScheduleExpression, schedule?.ScheduleExpressionTimezone]).toEqual([
      "cron(30 6 * * ? *)",
      "Europe/Warsaw",
    ]);
    expect(target.Arn).toBe(telling.machine);
    expect(JSON.parse(String(target.Input))).toEqual({ scheduledTime: "<aws.scheduler.scheduled-time>" });
    expect(target.DeadLetterConfig).toEqual({ Arn: "<ScheduleUndelivered.Arn>" });
    const role = String(target.RoleArn).replace(/^<|\.Arn>$/g, "");
    expect(rightsOf(resources, role)).toContain(`states:StartExecution on ${telling.machine}`);
  });

  test("the machine logs every event without its data", () => {
    const [, machine] =
      ofType(resources, "AWS::StepFunctions::StateMachine").find(([id]) => id.startsWith("Notices")) ?? [];
    expect(machine?.LoggingConfiguration).toMatchObject({ Level: "ERROR", IncludeExecutionData: false });
  });

  test("no further queue is polled, and no further alarm costs anything", () => {
    for (const type of ["AWS::SQS::Queue", "AWS::Lambda::EventSourceMapping", "AWS::CloudWatch::Alarm"]) {
      expect(ofType(resources, type).map(([id]) => id)).toEqual(ofType(without, type).map(([id]) => id));
    }
  });

  test("a failure of any of its functions counts for the alarm of all functions", () => {
    const logs = ofType(resources, "AWS::Logs::MetricFilter").map(([, { LogGroupName }]) => LogGroupName);
    for (const id of ["NoticesPlanDay", "NoticesFindWhomToTell", "NoticesCloseNotices"]) {
      expect(logs).toContain(`<${id}Logs>`);
    }
  });

  test("a rule tells of a run of the notices that failed, as of a grading run", () => {
    const rules = ofType(resources, "AWS::Events::Rule");
    expect(rules).toHaveLength(3);
    for (const [, rule] of rules)
      expect(JSON.stringify(rule.EventPattern)).toContain("<NoticesMachineStateMachine>");
  });
});

describe("In a course that keeps scores back for a time, and reminds of nothing", () => {
  /** What each function may do that it may not with reminders, and the other way round. */
  const differences: Readonly<Record<string, readonly [more: readonly string[], less: readonly string[]]>> = {
    NoticesPlanDay: [
      [lists("course/settings.json", "course/tests.json")],
      [
        ...reads("course/roster.jsonl"),
        lists("course/settings.json", "course/tests.json", "course/roster.jsonl"),
      ],
    ],
    NoticesFindWhomToTell: [
      [...reads("students/*/mail/*"), lists("students/*/mail/*")],
      [lists("students/*/submissions/*")],
    ],
    NoticesCloseNotices: [[], []],
    TasksMailStudentWorker: [
      [],
      [
        ...sends("ses:SendRawEmail"),
        ...reads("students/*/_reminders.json"),
        lists("students/*/_reminders.json"),
        lists("students/*/submissions/*"),
        creates("students/*/_reminders.json"),
      ],
    ],
  };

  test.each(Object.entries(differences))("the role of %s allows what scores need", (id, [more, less]) => {
    const rights = (functions[id] ?? []).filter((right) => !less.includes(right));
    expect(rightsOf(keepsBack, `${id}Role`)).toEqual([...ofEveryFunction(id), ...rights, ...more].sort());
  });

  test("the machine starts when the usual quiet hours end, and no call changes reminders", () => {
    const [, schedule] =
      ofType(keepsBack, "AWS::Scheduler::Schedule").find(([id]) => id === "NoticesSchedule") ?? [];
    expect(schedule?.ScheduleExpression).toBe("cron(0 7 * * ? *)");
    expect(Object.keys(keepsBack).filter((id) => /reminders/i.test(id))).toEqual([]);
  });
});

test("a course without reminders has nothing of it", () => {
  const ids = Object.keys(without).filter(
    (id) => /notices|reminders/i.test(id) && !id.startsWith("Monitoring"),
  );
  expect(ids).toEqual([]);
});
