/** Longer than most: each test reads the same small template with one thing changed. */

import { expect, test } from "@jest/globals";
import type { Json } from "../../src/ports.ts";
import { TemplateProblems } from "../../src/template/problems.ts";
import { readPlan } from "../../src/template/read-plan.ts";
import { templateSchema } from "../../src/template/template.ts";

type Resources = Record<string, { Type: string; Properties?: Json; DependsOn?: string | string[] }>;

const plan = (Resources: Resources, Outputs: Json = {}) =>
  readPlan(
    {
      stackName: "Course",

      templateBody: "",
      template: templateSchema.parse({ Resources, Outputs }),
      assets: new Map([["code.zip", "/assembly/asset.code"]]),
    },
    {
      account: "000000000000",
      region: "us-east-1",
      partition: "aws",
      urlSuffix: "amazonaws.com",
      queueUrl: (name) => `http://aws/000000000000/${name}`,
      frontDoorUrl: "http://door",
    },
  );

const problemsOf = (resources: Resources, outputs: Json = {}): readonly string[] => {
  try {
    plan(resources, outputs);
  } catch (error) {
    if (error instanceof TemplateProblems) return error.problems;
    throw error;
  }
  return [];
};

const role = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: {} } };
const roleArn = { "Fn::GetAtt": ["Role", "Arn"] };
const lambda = (properties: Record<string, Json> = {}) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    Code: { S3Bucket: "assets", S3Key: "code.zip" },
    Handler: "index.handler",
    Runtime: "nodejs24.x",
    Role: roleArn,
    ...properties,
  },
});

test("names are the same each time, made from stack and logical id, and fit the service", () => {
  const long = `Queue${"x".repeat(100)}`;
  const resources = { Bucket: { Type: "AWS::S3::Bucket" }, [long]: { Type: "AWS::SQS::Queue" } };
  const first = plan(resources);
  expect(plan(resources)).toEqual(first);
  expect(first.buckets[0]?.name).toMatch(/^course-bucket-[0-9a-f]{8}$/);
  expect(first.queues[0]?.name).toMatch(/^[\w-]{80}$/);
});

test("a queue comes after its dead-letter queue, whatever the order in the template", () => {
  const { queues } = plan({
    Work: {
      Type: "AWS::SQS::Queue",
      Properties: {
        VisibilityTimeout: 60,
        RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 3 },
      },
    },
    Dead: { Type: "AWS::SQS::Queue" },
  });
  expect(queues).toEqual([
    { logicalId: "Dead", name: "Course-Dead", attributes: {} },
    {
      logicalId: "Work",
      name: "Course-Work",
      attributes: {
        VisibilityTimeout: "60",
        RedrivePolicy:
          '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:Course-Dead","maxReceiveCount":3}',
      },
    },
  ]);
});

test("a function has its bundle, its environment resolved and Lambda's defaults", () => {
  const { functions } = plan({
    Role: role,
    Queue: { Type: "AWS::SQS::Queue" },
    Fn: lambda({ Environment: { Variables: { QUEUE: { Ref: "Queue" } } } }),
  });
  expect(functions).toEqual([
    {
      logicalId: "Fn",
      name: "Course-Fn",
      arn: "arn:aws:lambda:us-east-1:000000000000:function:Course-Fn",
      roleArn: "arn:aws:iam::000000000000:role/Course-Role",
      codeFolder: "/assembly/asset.code",
      handler: "index.handler",
      timeoutSeconds: 3,
      memoryMiB: 128,
      environment: { QUEUE: "http://aws/000000000000/Course-Queue" },
      logGroup: "/aws/lambda/Course-Fn",
      reservedConcurrency: undefined,
    },
  ]);
});

test("a role has the statements of all policies attached to it", () => {
  const allow = (action: string) => ({ Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
  const { roles } = plan({
    Role: {
      Type: "AWS::IAM::Role",
      Properties: { Policies: [{ PolicyName: "Inline", PolicyDocument: allow("s3:GetObject") }] },
    },
    Policy: {
      Type: "AWS::IAM::Policy",
      Properties: { PolicyName: "P", PolicyDocument: allow("s3:PutObject"), Roles: [{ Ref: "Role" }] },
    },
  });
  const statements = roles.get("Course-Role")?.statements ?? [];
  expect(statements).toHaveLength(2);
  expect(statements.some((s) => s.matchesAction("s3:PutObject"))).toBe(true);
});

test("an output with an API's address gives the front door's", () => {
  const { outputs } = plan(
    { Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "api" } } },
    {
      Url: {
        Value: {
          "Fn::Join": ["", ["https://", { Ref: "Api" }, ".execute-api.us-east-1.amazonaws.com/stage"]],
        },
      },
    },
  );
  expect(outputs).toEqual([{ key: "Url", value: "http://door/stage", description: undefined }]);
});

test("a function's variable with an API's address gives the front door's", () => {
  const url = {
    "Fn::Join": ["", ["https://", { Ref: "Api" }, ".execute-api.us-east-1.amazonaws.com/stage"]],
  };
  const { functions } = plan({
    Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "api" } },
    Role: role,
    Fn: lambda({ Environment: { Variables: { URL: url, OTHER: "as it is" } } }),
  });
  expect(functions.map(({ environment }) => environment)).toEqual([
    { URL: "http://door/stage", OTHER: "as it is" },
  ]);
});

test("a disabled schedule is not planned", () => {
  const { schedules } = plan({
    Schedule: {
      Type: "AWS::Scheduler::Schedule",
      Properties: {
        ScheduleExpression: "rate(1 hour)",
        State: "DISABLED",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn: "arn:aws:states:us-east-1:000000000000:stateMachine:run", RoleArn: "role" },
      },
    },
  });
  expect(schedules).toEqual([]);
});

test("everything that is not supported is named at once", () => {
  const problems = problemsOf(
    {
      Table: { Type: "AWS::DynamoDB::Table" },
      Queue: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true, VisibilityTimeout: "long" } },
      Role: role,
      Fn: lambda({ Runtime: "python3.13", Environment: { Variables: { TABLE: { Ref: "Table" } } } }),
      Schedule: {
        Type: "AWS::Scheduler::Schedule",
        Properties: {
          ScheduleExpression: "every monday",
          FlexibleTimeWindow: { Mode: "OFF" },
          Target: { Arn: "arn:aws:states:us-east-1:000000000000:stateMachine:run", RoleArn: "role" },
        },
      },
    },
    { Url: { Value: { "Fn::GetAtt": ["Queue", "Colour"] } } },
  );
  expect(problems).toEqual([
    "Table (AWS::DynamoDB::Table): this type of resource is not supported",
    expect.stringContaining('Queue (AWS::SQS::Queue): property VisibilityTimeout is "long"; '),
    "Queue (AWS::SQS::Queue): property FifoQueue is not supported",
    'Fn (AWS::Lambda::Function): property Runtime is "python3.13"; supported: nodejs24.x',
    expect.stringContaining(
      'Schedule (AWS::Scheduler::Schedule): schedule "every monday" in time zone "UTC"',
    ),
    "Output Url: attribute Queue.Colour is not supported",
  ]);
});

test("a nested property that is not supported is named with its path", () => {
  const problems = problemsOf({
    Schedule: {
      Type: "AWS::Scheduler::Schedule",
      Properties: {
        ScheduleExpression: "rate(1 hour)",
        FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 },
        Target: { Arn: "arn:aws:states:us-east-1:000000000000:stateMachine:run", RoleArn: "role", Turbo: 1 },
      },
    },
  });
  expect(problems).toEqual([
    'Schedule (AWS::Scheduler::Schedule): property FlexibleTimeWindow.Mode is "FLEXIBLE"; supported: OFF',
    "Schedule (AWS::Scheduler::Schedule): property FlexibleTimeWindow.MaximumWindowInMinutes is not supported",
    "Schedule (AWS::Scheduler::Schedule): property Target.Turbo is not supported",
  ]);
});

test("code that is no asset of the assembly is named", () => {
  const resources = { Role: role, Fn: lambda({ Code: { S3Bucket: "b", S3Key: "other.zip" } }) };
  expect(problemsOf(resources)).toEqual([
    'Fn (AWS::Lambda::Function): property Code.S3Key is "other.zip", which is no asset of the assembly',
  ]);
});

test("a reference to nothing is named", () => {
  expect(problemsOf({ Role: role, Fn: lambda({ Description: { Ref: "Nowhere" } }) })).toEqual([
    "Fn (AWS::Lambda::Function): Ref Nowhere names nothing in the template",
  ]);
  expect(problemsOf({ Role: role, Fn: lambda({ Description: { Ref: "constructor" } }) })).toEqual([
    "Fn (AWS::Lambda::Function): Ref constructor names nothing in the template",
  ]);
});

test("a policy statement that can't be evaluated stops the start", () => {
  const [problem] = problemsOf({
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        Policies: [
          {
            PolicyName: "P",
            PolicyDocument: {
              Statement: [
                {
                  Effect: "Allow",
                  Action: "s3:*",
                  Resource: "*",
                  Condition: { DateLessThan: { "aws:CurrentTime": "x" } },
                },
              ],
            },
          },
        ],
      },
    },
  });
  expect(problem).toContain("Role (AWS::IAM::Role): property Policies.0.PolicyDocument");
  expect(problem).toContain("DateLessThan");
});

test("a bucket policy may refuse something to everybody or let a service in, and nothing else", () => {
  const statement = (Effect: string, Condition: Json, Principal: Json = "*") => ({
    Effect,
    Principal,
    Action: "s3:*",
    Resource: "*",
    Condition,
  });
  const policy = (...Statement: Json[]) => ({
    Policy: { Type: "AWS::S3::BucketPolicy", Properties: { Bucket: "b", PolicyDocument: { Statement } } },
  });
  const plainHttp = { Bool: { "aws:SecureTransport": "false" } };
  expect(problemsOf(policy(statement("Deny", plainHttp)))).toEqual([]);
  expect(problemsOf(policy(statement("Deny", plainHttp, { AWS: "*" })))).toEqual([]);
  expect(problemsOf(policy(statement("Deny", plainHttp, { AWS: "123456789012" })))).toHaveLength(1);
  expect(problemsOf(policy(statement("Allow", {}, { Service: "cloudfront.amazonaws.com" })))).toEqual([]);
  expect(problemsOf(policy(statement("Allow", {}, { AWS: "123456789012" })))).toHaveLength(1);
  expect(problemsOf(policy(statement("Allow", plainHttp)))).toHaveLength(1);
  expect(problemsOf(policy(statement("Deny", { Bool: { other: "true" } })))).toHaveLength(1);
});

test("resources that depend on each other in a circle are printed as a path", () => {
  const resources = {
    A: { Type: "AWS::SQS::Queue", DependsOn: "B" },
    B: { Type: "AWS::SQS::Queue", DependsOn: ["A"] },
  };
  expect(problemsOf(resources)).toEqual(["resources depend on each other in a circle: A → B → A"]);
});

test("an address or a domain that SES sends as has the default configuration set that the template gives it", () => {
  const { senders } = plan({
    Sender: {
      Type: "AWS::SES::EmailIdentity",
      Properties: {
        EmailIdentity: "no-reply@example.com",
        ConfigurationSetAttributes: { ConfigurationSetName: { Ref: "Set" } },
      },
    },
    Set: { Type: "AWS::SES::ConfigurationSet", Properties: { Name: "mails", ReputationOptions: {} } },
    Domain: { Type: "AWS::SES::EmailIdentity", Properties: { EmailIdentity: "example.org" } },
  });
  expect([...senders]).toEqual([
    ["no-reply@example.com", "mails"],
    ["example.org", undefined],
  ]);
});
