import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../src/ports.ts";

type Resource = { readonly Type: string; readonly Properties?: Json; readonly DependsOn?: Json };

/** Puts an object into the bucket, signed with the function's own credentials. */
const putObject = `
import { createHash, createHmac } from "node:crypto";
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const call = (service, method, path, body, more = {}) => {
  const { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = process.env;
  const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, "");
  const day = time.slice(0, 8);
  const own = { "x-amz-content-sha256": sha256(body), "x-amz-date": time, "x-amz-security-token": token };
  const signed = { host: new URL(url).host, ...own };
  const names = Object.keys(signed).join(";");
  const lines = Object.entries(signed).map(([name, value]) => name + ":" + value + "\\n").join("");
  const request = [method, path, "", lines, names, sha256(body)].join("\\n");
  const scope = [day, "us-east-1", service, "aws4_request"];
  const toSign = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(request)].join("\\n");
  const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
  const signature = hmac(scope.reduce(hmac, "AWS4" + secret), toSign).toString("hex");
  const authorization = "AWS4-HMAC-SHA256 Credential=" + id + "/" + scope.join("/") + ", SignedHeaders=" + names + ", Signature=" + signature;
  return fetch(url + path, { method, headers: { ...more, ...own, authorization }, body });
};
const put = (key, text) => call("s3", "PUT", "/" + process.env.BUCKET + "/" + key.split("/").map(encodeURIComponent).join("/"), text);
`;

const bundles = {
  api: `${putObject}
export const handler = async (event) => {
  const answer = await put("from-api/" + event.requestContext.requestTimeEpoch, event.body);
  return { statusCode: answer.status, body: await answer.text() };
};`,
  worker: `${putObject}
const report = (input) => {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AWSStepFunctions.SendTaskSuccess" };
  return call("states", "POST", "/", JSON.stringify(input), headers);
};
export const handler = async ({ Records }) => {
  for (const { body } of Records) {
    const { token, input } = JSON.parse(body);
    await put("from-queue/" + input, input);
    await report({ taskToken: token, output: JSON.stringify("kept " + input) });
  }
  return { batchItemFailures: [] };
};`,
  task: `${putObject}
export const handler = async (event) => {
  await put("from-run/" + event.scheduledTime, JSON.stringify(event));
  return { kept: true };
};`,
};

const joined = (...parts: Json[]): Json => ({ "Fn::Join": ["", parts] });
const attribute = (id: string, name: string): Json => ({ "Fn::GetAtt": [id, name] });
const ref = (id: string): Json => ({ Ref: id });

const role = (statements: Json[]): Resource => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {},
    Policies: [{ PolicyName: "P", PolicyDocument: { Statement: statements } }],
  },
});

const allow = (Action: Json, Resource: Json): Json => ({ Effect: "Allow", Action, Resource });

const lambda = (bundle: string, roleId: string): Resource => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    Code: { S3Bucket: "assets", S3Key: `${bundle}.zip` },
    Handler: "index.handler",
    Runtime: "nodejs24.x",
    Role: attribute(roleId, "Arn"),
    Timeout: 10,
    Environment: { Variables: { BUCKET: ref("Bucket") } },
  },
});

const invocationUri = (id: string): Json =>
  joined(
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/",
    attribute(id, "Arn"),
    "/invocations",
  );

const permission = (id: string, source: string): Resource => ({
  Type: "AWS::Lambda::Permission",
  Properties: {
    Action: "lambda:InvokeFunction",
    FunctionName: attribute(id, "Arn"),
    Principal: "apigateway.amazonaws.com",
    SourceArn: joined("arn:aws:execute-api:us-east-1:000000000000:", ref("Api"), source),
  },
});

/** Every kind of thing that a region starts, once; the run's first state can be named to tell two versions apart. */
const resources = (stateName: string): Record<string, Resource> => ({
  Bucket: { Type: "AWS::S3::Bucket", Properties: { VersioningConfiguration: { Status: "Enabled" } } },
  Queue: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: 60 } },
  WriterRole: role([
    allow("s3:PutObject", joined(attribute("Bucket", "Arn"), "/from-*")),
    allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], attribute("Queue", "Arn")),
    allow("states:SendTaskSuccess", "*"),
  ]),
  ReaderRole: role([]),
  ApiFunction: lambda("api", "WriterRole"),
  ForbiddenFunction: lambda("api", "ReaderRole"),
  WorkerFunction: lambda("worker", "WriterRole"),
  TaskFunction: lambda("task", "WriterRole"),
  Source: {
    Type: "AWS::Lambda::EventSourceMapping",
    Properties: {
      EventSourceArn: attribute("Queue", "Arn"),
      FunctionName: ref("WorkerFunction"),
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    },
  },
  Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "api" } },
  Things: {
    Type: "AWS::ApiGateway::Resource",
    Properties: { RestApiId: ref("Api"), ParentId: attribute("Api", "RootResourceId"), PathPart: "things" },
  },
  ...Object.fromEntries(
    [
      ["POST", "ApiFunction"],
      ["PUT", "ForbiddenFunction"],
      ["DELETE", "ApiFunction"],
    ].map(([HttpMethod = "", functionId = ""]) => [
      `Method${HttpMethod}`,
      {
        Type: "AWS::ApiGateway::Method",
        Properties: {
          RestApiId: ref("Api"),
          ResourceId: ref("Things"),
          HttpMethod,
          Integration: { Type: "AWS_PROXY", IntegrationHttpMethod: "POST", Uri: invocationUri(functionId) },
        },
      },
    ]),
  ),
  PermissionPost: permission("ApiFunction", "/live/POST/things"),
  PermissionPut: permission("ForbiddenFunction", "/*/PUT/things"),
  Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: ref("Api") } },
  Stage: {
    Type: "AWS::ApiGateway::Stage",
    Properties: { RestApiId: ref("Api"), DeploymentId: ref("Deployment"), StageName: "live" },
  },
  RunRole: role([
    allow("lambda:InvokeFunction", attribute("TaskFunction", "Arn")),
    allow("sqs:SendMessage", attribute("Queue", "Arn")),
  ]),
  Run: {
    Type: "AWS::StepFunctions::StateMachine",
    Properties: {
      RoleArn: attribute("RunRole", "Arn"),
      DefinitionString: joined(
        `{"QueryLanguage":"JSONata","StartAt":"${stateName}","States":{"${stateName}":{"Type":"Task",`,
        '"Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"',
        attribute("TaskFunction", "Arn"),
        '","Payload":"{% $states.input %}"},"Output":"{% $states.input %}","Next":"Hear"},',
        '"Hear":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","TimeoutSeconds":60,',
        '"Arguments":{"QueueUrl":"',
        ref("Queue"),
        '","MessageBody":{"token":"{% $states.context.Task.Token %}","input":"word"}},"End":true}}}',
      ),
    },
  },
  ScheduleRole: role([allow("states:StartExecution", ref("Run"))]),
  Weekly: {
    Type: "AWS::Scheduler::Schedule",
    Properties: {
      ScheduleExpression: "cron(0 23 ? * MON *)",
      ScheduleExpressionTimezone: "Europe/Warsaw",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: ref("Run"),
        RoleArn: attribute("ScheduleRole", "Arn"),
        Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
      },
    },
  },
});

const outputs: Json = {
  ApiUrl: { Value: joined("https://", ref("Api"), ".execute-api.us-east-1.amazonaws.com") },
  BucketName: { Value: ref("Bucket") },
  QueueUrl: { Value: ref("Queue") },
  RunArn: { Value: ref("Run") },
};

export interface FixtureOptions {
  readonly stateName?: string;
  readonly more?: Record<string, Resource>;
  readonly stackName?: string;
}

/** Writes a cloud assembly as `cdk synth` would; returns its folder. */
export const writeAssembly = (
  folder: string,
  { stateName = "Work", more = {}, stackName = "Course" }: FixtureOptions = {},
): string => {
  const names = Object.entries(bundles);
  const write = (file: string, content: object): void =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  mkdirSync(folder, { recursive: true });
  for (const [name, code] of names) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "index.mjs"), code);
  }
  const files = names.map(([name]) => [
    name,
    { source: { path: name }, destinations: { here: { objectKey: `${name}.zip` } } },
  ]);
  write("course.assets.json", { files: Object.fromEntries(files) });
  write("course.template.json", { Resources: { ...resources(stateName), ...more }, Outputs: outputs });
  write("manifest.json", {
    artifacts: {
      [stackName]: { type: "aws:cloudformation:stack", properties: { templateFile: "course.template.json" } },
      "Course.assets": { type: "cdk:asset-manifest", properties: { file: "course.assets.json" } },
    },
  });
  return folder;
};
