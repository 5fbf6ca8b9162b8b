import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { asRecord, ofType, synthesize } from "./support/template.ts";

const resources = await synthesize();
const withDashboard = await synthesize({ dashboard: true });
const alarms = ofType(resources, "AWS::CloudWatch::Alarm");

const rules = ofType(resources, "AWS::Events::Rule");
const filters = ofType(resources, "AWS::Logs::MetricFilter").map(([, filter]) => ({
  log: filter.LogGroupName,
  pattern: filter.FilterPattern,
  name: asRecord([filter.MetricTransformations].flat()[0]).MetricName,
}));

/** The text of a rule's notice. */
const noticeOf = (rule: Readonly<Record<string, unknown>>): string =>
  String(asRecord(asRecord([rule.Targets].flat()[0]).InputTransformer).InputTemplate);

const namesOf = (dimensions: unknown): unknown[] =>
  [dimensions ?? []].flat().map((dimension) => asRecord(dimension).Value);

describe("An alarm goes off", () => {
  const visible = "AWS/SQS ApproximateNumberOfMessagesVisible Maximum >= 1";
  const watched = alarms.map(([id, a]) => [
    id.replace("Monitoring", ""),
    `${a.Namespace} ${a.MetricName} ${a.Statistic} >= ${a.Threshold}`,
    namesOf(a.Dimensions),
  ]);

  test("for everything that would otherwise stay silent", () => {
    expect(watched).toEqual([
      ["RunOverdue", "TestTime/Rules StudentsOverdue Sum >= 1", ["watchDeadline"]],
      ["MailsToSettle", "TestTime/Rules MailsToSettle Sum >= 1", ["closeRun"]],
      ["ScheduleUndelivered", visible, ["<ScheduleUndelivered.QueueName>"]],
      ["DeadLetters", visible, ["<TasksDeadLetters.QueueName>"]],
      ["ApiServerErrors", "AWS/ApiGateway 5XXError Sum >= 1", [expect.stringMatching(/-students$/)]],
      ["AccessRefused", "TestTime/Rules CallsRefused Sum >= 100", []],
      ["CallsTooFast", "TestTime/Rules CallsTooFast Sum >= 500", []],
      ["FunctionErrors", "TestTime/Rules FunctionsFailed Sum >= 1", []],
      ["BounceRate", "AWS/SES Reputation.BounceRate Maximum >= 0.02", []],
      ["ComplaintRate", "AWS/SES Reputation.ComplaintRate Maximum >= 0.0005", []],
    ]);
  });

  test("within the ten metrics that alarms may read at no cost", () => {
    const read = alarms.flatMap(([, { Metrics }]) => (Metrics === undefined ? [1] : [Metrics].flat()));
    expect(read.length).toBeLessThanOrEqual(10);
  });

  test("for an invocation of any function that threw, crashed or timed out, except the API's, whose answers are watched", () => {
    const functions = ofType(resources, "AWS::Lambda::Function").filter(
      ([id]) => !id.startsWith("StudentApi"),
    );
    const logsOf = (metric: string) => filters.filter(({ name }) => name === metric).map(({ log }) => log);
    expect(logsOf("FunctionsFailed").sort()).toEqual(
      functions.map(([, { LoggingConfig }]) => asRecord(LoggingConfig).LogGroup).sort(),
    );
    expect(
      new Set(filters.filter(({ name }) => name === "FunctionsFailed").map(({ pattern }) => pattern)),
    ).toEqual(new Set(['{ ($.type = "platform.report") && ($.record.status != "success") }']));
  });

  test("never for want of data", () => {
    for (const [, alarm] of alarms) expect(alarm.TreatMissingData).toBe("notBreaching");
  });
});

describe("A rule", () => {
  test("tells of each run that ends without success, of every state machine", () => {
    const machines = ofType(resources, "AWS::StepFunctions::StateMachine").map(([id]) => `<${id}>`);
    expect(rules.map(([id, { EventPattern }]) => [id, EventPattern])).toEqual(
      Object.entries({ RunFailed: "FAILED", RunTimedOut: "TIMED_OUT", RunAborted: "ABORTED" }).map(
        ([article, status]) => [
          `Monitoring${article}`,
          {
            source: ["aws.states"],
            "detail-type": ["Step Functions Execution Status Change"],
            detail: { status: [status], stateMachineArn: machines },
          },
        ],
      ),
    );
  });

  test("says which run, and keeps what can't be delivered where an alarm sees it", () => {
    const [, failed] = rules[0] ?? [];
    expect(noticeOf(failed ?? {})).toBe(
      '"Rules: A run failed: <detail-name>. What to do: docs/runbook.md#run-failed"',
    );
    for (const [, { Targets }] of rules) {
      expect(asRecord([Targets].flat()[0]).DeadLetterConfig).toEqual({ Arn: "<ScheduleUndelivered.Arn>" });
    }
  });
});

describe("The runbook", () => {
  const runbook = readFileSync(resolve(import.meta.dirname, "../../docs/runbook.md"), "utf8");
  const articles = runbook
    .slice(runbook.indexOf("\n## Alarms"))
    .split(/^### /m)
    .slice(1)
    .map((text) => ({ anchor: (text.split("\n")[0] ?? "").toLowerCase().replaceAll(" ", "-"), text }));
  const articleIn = (text: unknown) => /docs\/runbook\.md#([\w-]+)"?$/.exec(String(text))?.[1];
  const linked = alarms.map(([, { AlarmDescription }]) => articleIn(AlarmDescription));
  const toldByRules = rules.map(([, rule]) => articleIn(noticeOf(rule)));

  test("has an article for each alarm and each rule, named by what it says, and none beside", () => {
    expect([...linked, ...toldByRules].sort()).toEqual(articles.map(({ anchor }) => anchor).sort());
  });

  test("names each alarm by the stack and its article", () => {
    expect(alarms.map(([, { AlarmName }]) => AlarmName)).toEqual(linked.map((article) => `Rules-${article}`));
  });

  test("says what to type in every article", () => {
    for (const { text } of articles) expect(text).toMatch(/```\n(aws|bin\/trainer) /);
  });

  test("links no article that is not there", () => {
    const anchors = [...runbook.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
    expect(anchors.length).toBeGreaterThan(0);
    for (const anchor of anchors) expect(articles.map((article) => article.anchor)).toContain(anchor);
  });
});

describe("A notice of an alarm", () => {
  const [topic] = ofType(resources, "AWS::SNS::Topic");
  const [policy] = ofType(resources, "AWS::SNS::TopicPolicy");

  test("goes to the trainer, for every alarm and every rule", () => {
    for (const [, alarm] of alarms) expect(alarm.AlarmActions).toEqual([`<${topic?.[0]}>`]);
    for (const [, { Targets }] of rules) expect(asRecord([Targets].flat()[0]).Arn).toBe(`<${topic?.[0]}>`);
    expect(ofType(resources, "AWS::SNS::Subscription").map(([, subscription]) => subscription)).toEqual([
      { Protocol: "email", Endpoint: "trainer@example.com", TopicArn: `<${topic?.[0]}>` },
    ]);
  });

  test("is taken from this account's alarms and this stack's rules only, and never without TLS", () => {
    expect(asRecord(policy?.[1].PolicyDocument).Statement).toEqual([
      {
        Sid: "AllowPublishThroughSSLOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: `<${topic?.[0]}>`,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "1",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: `<${topic?.[0]}>`,
        Condition: { StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" } },
      },
      {
        Sid: "2",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: `<${topic?.[0]}>`,
        Condition: {
          StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" },
          ArnLike: {
            "aws:SourceArn":
              "arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/<AWS::StackName>-*",
          },
        },
      },
    ]);
  });

  test("costs no key", () => {
    expect(ofType(resources, "AWS::KMS::Key")).toEqual([]);
  });
});

describe("The dashboard", () => {
  const dashboardOf = (of: typeof resources) => ofType(of, "AWS::CloudWatch::Dashboard");

  test("is there where the course asks for it", () => {
    expect(dashboardOf(resources)).toEqual([]);
    expect(dashboardOf(withDashboard)).toHaveLength(1);
  });

  const [dashboard] = dashboardOf(withDashboard);
  const body = String(dashboard?.[1].DashboardBody);

  test("is named by its region too, as all regions of an account share one list", () => {
    expect(dashboard?.[1].DashboardName).toBe("Rules-<AWS::Region>");
  });

  test.each([
    "RunsClosed",
    "TestsGraded",
    "TestsMissing",
    "TestsFailed",
    "MailsSent",
    "MailsToSettle",
    "ApproximateAgeOfOldestMessage",
    "ExecutionsFailed",
    "CallsRefused",
    "Reputation.BounceRate",
  ])("shows %s", (metric) => {
    expect(body).toContain(metric);
  });
});

describe("The access log", () => {
  test("is counted by status: refused, and too fast", () => {
    expect(filters.filter(({ log }) => log === "<StudentApiAccessLog>")).toMatchObject([
      { pattern: '{ ($.status = "401") || ($.status = "403") }', name: "CallsRefused" },
      { pattern: '{ $.status = "429" }', name: "CallsTooFast" },
    ]);
  });
});
