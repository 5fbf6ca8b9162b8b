import { expect, test } from "@jest/globals";
import type { Json } from "../../src/ports.ts";
import { TemplateProblems } from "../../src/template/problems.ts";
import { readPlan } from "../../src/template/read-plan.ts";
import { templateSchema } from "../../src/template/template.ts";

interface Resource {
  readonly Type: string;
  readonly DependsOn?: string;
  readonly Properties?: Readonly<Record<string, Json>>;
}

const problemsOf = (Resources: Readonly<Record<string, Resource>>, Parameters: Json = {}): string[] => {
  const template = templateSchema.parse({ Resources, Parameters });
  const place = {
    account: "000000000000",
    region: "us-east-1",
    partition: "aws",
    urlSuffix: "amazonaws.com",
  };
  try {
    readPlan(
      { stackName: "Course", templateBody: "", template, assets: new Map([["code.zip", "/code"]]) },
      { ...place, queueUrl: (name) => `http://aws/${name}`, frontDoorUrl: "http://door" },
    );
  } catch (error) {
    if (error instanceof TemplateProblems) return [...error.problems];
    throw error;
  }
  return [];
};

const ref = (id: string): Json => ({ Ref: id });
const attribute = (id: string, name: string): Json => ({ "Fn::GetAtt": [id, name] });
const arn = (service: string, name: string): string => `arn:aws:${service}:us-east-1:000000000000:${name}`;
const uriOf = (functionArn: Json): Json => ({
  "Fn::Join": [
    "",
    ["arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/", functionArn, "/invocations"],
  ],
});

const lambda = (more: Readonly<Record<string, Json>> = {}): Resource => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    Code: { S3Bucket: "assets", S3Key: "code.zip" },
    Handler: "index.handler",
    Runtime: "nodejs24.x",
    Role: attribute("Role", "Arn"),
    Timeout: 60,
    ...more,
  },
});
const queue = (more: Readonly<Record<string, Json>> = {}): Resource => ({
  Type: "AWS::SQS::Queue",
  Properties: { VisibilityTimeout: 60, ...more },
});
const source = (more: Readonly<Record<string, Json>> = {}): Resource => ({
  Type: "AWS::Lambda::EventSourceMapping",
  Properties: { EventSourceArn: attribute("Queue", "Arn"), FunctionName: ref("Fn"), ...more },
});
const ofApi = (type: string, more: Readonly<Record<string, Json>> = {}): Resource => ({
  Type: `AWS::ApiGateway::${type}`,
  Properties: { RestApiId: ref("Api"), ...more },
});
const method = (more: Readonly<Record<string, Json>> = {}): Resource =>
  ofApi("Method", {
    ResourceId: ref("Path"),
    HttpMethod: "GET",
    AuthorizationType: "CUSTOM",
    AuthorizerId: ref("Authorizer"),
    RequestValidatorId: ref("Validator"),
    Integration: {
      Type: "AWS_PROXY",
      IntegrationHttpMethod: "POST",
      Uri: uriOf(attribute("Fn", "Arn")),
    },
    ...more,
  });
const path = (): Resource =>
  ofApi("Resource", { ParentId: attribute("Api", "RootResourceId"), PathPart: "tests" });
const stage = (more: Readonly<Record<string, Json>> = {}): Resource =>
  ofApi("Stage", { DeploymentId: "d", StageName: "api", ...more });
const schedule = (target: Readonly<Record<string, Json>> = {}): Resource => ({
  Type: "AWS::Scheduler::Schedule",
  Properties: {
    Name: "weekly",
    ScheduleExpression: "rate(1 hour)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: attribute("Fn", "Arn"), RoleArn: attribute("Role", "Arn"), ...target },
  },
});
const machine = (more: Readonly<Record<string, Json>> = {}): Resource => ({
  Type: "AWS::StepFunctions::StateMachine",
  Properties: { DefinitionString: "{}", RoleArn: attribute("Role", "Arn"), ...more },
});

const permission = (FunctionName: Json): Resource => ({
  Type: "AWS::Lambda::Permission",
  Properties: { Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com", FunctionName },
});

const whole: Readonly<Record<string, Resource>> = {
  Role: { Type: "AWS::IAM::Role" },
  Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketName: "answers" } },
  Dead: queue(),
  Queue: queue({ RedrivePolicy: { deadLetterTargetArn: attribute("Dead", "Arn"), maxReceiveCount: 5 } }),
  Fn: lambda({ FunctionName: "grade" }),
  Source: source(),
  Permission: permission(ref("Fn")),
  Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "students" } },
  Path: path(),
  Authorizer: ofApi("Authorizer", {
    Name: "key",
    Type: "REQUEST",
    IdentitySource: "method.request.header.x-api-key",
    AuthorizerUri: uriOf(attribute("Fn", "Arn")),
  }),
  Validator: ofApi("RequestValidator"),
  Method: method(),
  RootMethod: method({ ResourceId: attribute("Api", "RootResourceId") }),
  Refusal: ofApi("GatewayResponse", { ResponseType: "UNAUTHORIZED" }),
  Stage: stage({
    MethodSettings: [
      { HttpMethod: "*", ResourcePath: "/*", ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
    ],
  }),
  Run: machine({ StateMachineName: "run" }),
  Weekly: schedule({ DeadLetterConfig: { Arn: attribute("Dead", "Arn") } }),
};

test("a template whose every name is there, once, has no problem", () => {
  expect(problemsOf(whole)).toEqual([]);
});

test.each<[string, Resource, string]>([
  ["Source", source({ EventSourceArn: arn("sqs", "nope") }), "EventSourceArn"],
  ["Source", source({ FunctionName: "nope" }), "FunctionName"],
  ["Queue", queue({ RedrivePolicy: { deadLetterTargetArn: "nope", maxReceiveCount: 1 } }), "RedrivePolicy"],
  ["Permission", permission("nope"), "FunctionName"],
  ["Fn", lambda({ Role: "arn:aws:iam::000000000000:role/nope" }), "Role"],
  ["Run", machine({ RoleArn: "nope" }), "RoleArn"],
  ["Weekly", schedule({ Arn: arn("lambda", "function:nope") }), "Target.Arn"],
  ["Weekly", schedule({ RoleArn: "nope" }), "Target.RoleArn"],
  ["Weekly", schedule({ DeadLetterConfig: { Arn: "nope" } }), "Target.DeadLetterConfig.Arn"],
  ["Method", method({ ResourceId: "nope" }), "ResourceId"],
  ["Method", method({ AuthorizerId: "nope" }), "AuthorizerId"],
  ["Method", method({ RequestValidatorId: "nope" }), "RequestValidatorId"],
])("%s that names what isn't there is one problem, with the property", (id, resource, property) => {
  const problems = problemsOf({ ...whole, [id]: resource });
  expect(problems).toEqual([expect.stringMatching(/which is no .* of this template$/)]);
  expect(problems[0]).toContain(`${id} (${resource.Type}): property ${property}`);
});

test("a method and an authorizer that invoke no function of the template are named", () => {
  const Integration = {
    Type: "AWS_PROXY",
    IntegrationHttpMethod: "POST",
    Uri: uriOf(arn("lambda", "function:nope")),
  };
  expect(problemsOf({ ...whole, Method: method({ Integration }) })).toEqual([
    `Method (AWS::ApiGateway::Method): property Integration.Uri is "${arn("lambda", "function:nope")}", which is no function of this template`,
  ]);
});

test.each<[string, Resource, RegExp]>([
  ["bucket", { Type: "AWS::S3::Bucket", Properties: { BucketName: "answers" } }, /same name as Bucket$/],
  ["queue", queue({ QueueName: "Course-Queue" }), /same name as Queue$/],
  ["function", lambda({ FunctionName: "grade" }), /same name as Fn$/],
  ["state machine", machine({ StateMachineName: "run" }), /same name as Run$/],
  ["schedule", schedule(), /same name as Weekly$/],
  ["role", { Type: "AWS::IAM::Role", Properties: { RoleName: "Course-Role" } }, /same name as Role$/],
  ["event source", source({ FunctionName: attribute("Fn", "Arn") }), /same queue and function as Source$/],
  ["method", method(), /same resource and HTTP method as Method$/],
  ["path", path(), /\/tests is the path of another resource of the API$/],
  [
    "answer",
    ofApi("GatewayResponse", { ResponseType: "UNAUTHORIZED" }),
    /another response for UNAUTHORIZED$/,
  ],
  ["stage", stage(), /another stage api$/],
])("a second %s under one name is refused", (_, resource, problem) => {
  const problems = problemsOf({ ...whole, ZSecond: resource });
  expect(problems).toEqual([expect.stringMatching(problem)]);
  expect(problems[0]).toContain(`ZSecond (${resource.Type}): `);
});

test("a queue that shows a message again while the function still works on it can't be its source", () => {
  expect(problemsOf({ ...whole, Fn: lambda({ Timeout: 61 }) })).toEqual([
    "Source (AWS::Lambda::EventSourceMapping): Queue visibility timeout: 60 seconds is less than Function timeout: 61 seconds",
  ]);
  const { VisibilityTimeout: _, ...byDefault } = queue().Properties ?? {};
  expect(problemsOf({ ...whole, Queue: { Type: "AWS::SQS::Queue", Properties: byDefault } })).toEqual([
    expect.stringContaining("Queue visibility timeout: 30 seconds is less than Function timeout: 60"),
  ]);
});

test.each<[string, Resource, RegExp]>([
  ["Dead", { ...queue(), DependsOn: "Nope" }, /DependsOn Nope names nothing in the template/],
  [
    "Queue",
    queue({ RedrivePolicy: { deadLetterTargetArn: attribute("Dead", "Arn"), maxReceiveCount: 0 } }),
    /property RedrivePolicy.maxReceiveCount is 0/,
  ],
  ["Dead", queue({ MessageRetentionPeriod: 59 }), /property MessageRetentionPeriod is 59/],
  ["Refusal", ofApi("GatewayResponse", { ResponseType: "UNAUTHORISED" }), /ResponseType is "UNAUTHORISED"/],
  [
    "Stage",
    stage({ MethodSettings: [{ HttpMethod: "*", ResourcePath: "/*", ThrottlingRateLimit: 10 }] }),
    /ThrottlingRateLimit and ThrottlingBurstLimit go together/,
  ],
  [
    "Stage",
    stage({ MethodSettings: Array.from({ length: 2 }, () => ({ HttpMethod: "*", ResourcePath: "/*" })) }),
    /MethodSettings is .*one entry/,
  ],
])("%s with a value that AWS refuses, or that would do nothing here, is refused", (id, resource, problem) => {
  expect(problemsOf({ ...whole, [id]: resource })).toEqual([expect.stringMatching(problem)]);
});

test("a resource with a problem of its own is not reported again where it is named", () => {
  const problems = problemsOf({ ...whole, Fn: lambda({ Runtime: "python3.13", Role: "nope" }) });
  expect(problems).toEqual([expect.stringContaining("property Runtime")]);
});

const stored = { Type: "AWS::SSM::Parameter::Value<String>", Default: "/cdk-bootstrap/version" };

test("a value of the Parameter Store is a problem only where something refers to it", () => {
  expect(problemsOf(whole, { BootstrapVersion: stored })).toEqual([]);
  const Dead = queue({ QueueName: ref("BootstrapVersion") });
  expect(problemsOf({ ...whole, Dead }, { BootstrapVersion: stored })).toContain(
    "Dead (AWS::SQS::Queue): Ref BootstrapVersion is a value of the Parameter Store, which the region does not have",
  );
});

test("a parameter's default is one of its allowed values", () => {
  const parameter = { Type: "Number", Default: 3, AllowedValues: ["1", "2"] };
  expect(problemsOf(whole, { Size: parameter })).toEqual([
    "Parameter Size: its default 3 is none of its AllowedValues",
  ]);
  expect(problemsOf(whole, { Size: { ...parameter, AllowedValues: ["3"] } })).toEqual([]);
});
