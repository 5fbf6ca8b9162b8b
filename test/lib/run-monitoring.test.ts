import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { asRecord, ofType, synthesize } from "./support/template.ts";

const resources = await synthesize();
const alarms = ofType(resources, "AWS::CloudWatch::Alarm");

const namesOf = (dimensions: unknown): unknown[] =>
  [dimensions ?? []].flat().map((dimension) => asRecord(dimension).Value);

describe("An alarm goes off", () => {
  const watched = alarms.map(([id, a]) => [
    id.replace("Monitoring", ""),
    `${a.Namespace} ${a.MetricName} ${a.Statistic} >= ${a.Threshold}`,
    namesOf(a.Dimensions),
  ]);

  test("for everything that would otherwise stay silent", () => {
    const machine = ["<GradingRunStateMachine>"];
    expect(watched).toEqual([
      ["RunFailed", "AWS/States ExecutionsFailed Sum >= 1", machine],
      ["RunTimedOut", "AWS/States ExecutionsTimedOut Sum >= 1", machine],
      ["RunAborted", "AWS/States ExecutionsAborted Sum >= 1", machine],
      ["RunOverdue", "TestTime/Rules StudentsOverdue Sum >= 1", ["watchDeadline"]],
      ["MailsUnknown", "TestTime/Rules MailsUnknown Sum >= 1", ["closeRun"]],
      ["MailsNotSent", "TestTime/Rules MailsNotSent Sum >= 1", ["closeRun"]],
      [
        "ScheduleUndelivered",
        "AWS/SQS ApproximateNumberOfMessagesVisible Maximum >= 1",
        ["<ScheduleUndelivered.QueueName>"],
      ],
      ["ApiServerErrors", "AWS/ApiGateway 5XXError Sum >= 1", [expect.stringMatching(/-students$/)]],
      ["AccessRefused", "TestTime/Rules CallsRefused Sum >= 100", []],
      ["CallsTooFast", "TestTime/Rules CallsTooFast Sum >= 500", []],
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
      ["FunctionErrors", expect.any(String), []],
      ["BounceRate", "AWS/SES Reputation.BounceRate Maximum >= 0.02", []],
      ["ComplaintRate", "AWS/SES Reputation.ComplaintRate Maximum >= 0.0005", []],
    ]);
  });

  test("for an error of any function that no other alarm watches", () => {
    const sum = alarms.find(([id]) => id === "MonitoringFunctionErrors")?.[1];
    const metrics = [sum?.Metrics].flat().map(asRecord);
    const counted = metrics.flatMap(({ MetricStat }) =>
      MetricStat === undefined ? [] : namesOf(asRecord(asRecord(MetricStat).Metric).Dimensions),
    );
    // An error of the API's functions is the API's; workers have alarms of their own.
    const others = ofType(resources, "AWS::Lambda::Function")
      .map(([id]) => `<${id}>`)
      .filter((id) => !/StudentApi|WorkerFunction/.test(id));
    expect(counted.sort()).toEqual(others.sort());
    expect(sum?.Threshold).toBe(1);
  });

  test("never for want of data", () => {
    for (const [, alarm] of alarms) expect(alarm.TreatMissingData).toBe("notBreaching");
  });
});

describe("The runbook", () => {
  const runbook = readFileSync(resolve(import.meta.dirname, "../../docs/runbook.md"), "utf8");
  const articles = runbook
    .slice(runbook.indexOf("\n## Alarms"))
    .split(/^### /m)
    .slice(1)
    .map((text) => ({ anchor: (text.split("\n")[0] ?? "").toLowerCase().replaceAll(" ", "-"), text }));
  const linked = alarms.map(
    ([, alarm]) => /docs\/runbook\.md#([\w-]+)$/.exec(String(alarm.AlarmDescription))?.[1],
  );

  test("has an article for each alarm, named by the alarm's description, and none without an alarm", () => {
    expect([...new Set(linked)].sort()).toEqual(articles.map(({ anchor }) => anchor).sort());
  });

  test("names each alarm by its article: the stack, what it is of, the article", () => {
    for (const [index, [, alarm]] of alarms.entries()) {
      expect(alarm.AlarmName).toMatch(new RegExp(`^Rules-([a-z-]+-)?${linked[index]}$`));
    }
    expect(new Set(alarms.map(([, alarm]) => alarm.AlarmName)).size).toBe(alarms.length);
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

  test("goes to the trainer, for every alarm", () => {
    for (const [, alarm] of alarms) expect(alarm.AlarmActions).toEqual([`<${topic?.[0]}>`]);
    expect(ofType(resources, "AWS::SNS::Subscription").map(([, subscription]) => subscription)).toEqual([
      { Protocol: "email", Endpoint: "trainer@example.com", TopicArn: `<${topic?.[0]}>` },
    ]);
  });

  test("is taken from CloudWatch in this account only, and never without TLS", () => {
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
    ]);
  });

  test("is encrypted with a key that CloudWatch may use, and that turns", () => {
    const [key] = ofType(resources, "AWS::KMS::Key");
    expect(topic?.[1].KmsMasterKeyId).toBe(`<${key?.[0]}.Arn>`);
    expect(key?.[1].EnableKeyRotation).toBe(true);
    expect(asRecord(key?.[1].KeyPolicy).Statement).toContainEqual({
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" } },
    });
  });
});

describe("The dashboard", () => {
  const [dashboard] = ofType(resources, "AWS::CloudWatch::Dashboard");
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
    "MailsUnknown",
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
    const filters = ofType(resources, "AWS::Logs::MetricFilter").map(([, filter]) => [
      filter.LogGroupName,
      filter.FilterPattern,
      asRecord([filter.MetricTransformations].flat()[0]).MetricName,
    ]);
    expect(filters).toEqual([
      ["<StudentApiAccessLog>", '{ ($.status = "401") || ($.status = "403") }', "CallsRefused"],
      ["<StudentApiAccessLog>", '{ $.status = "429" }', "CallsTooFast"],
    ]);
  });
});
