import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListExportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  type StackStatus,
} from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { AwsEndpoint } from "../../../src/http/endpoint.ts";
import { cloudFormation, stackPermissions } from "../../../src/services/cloudformation/cloudformation.ts";
import { clientSettings, startEndpoint } from "../../http/start-endpoint.ts";

const stackId = "arn:aws:cloudformation:us-east-1:000000000000:stack/TestTime-course/local";
let endpoint: AwsEndpoint;
let client: CloudFormationClient;

beforeEach(async () => {
  const service = cloudFormation(
    {
      stackName: "TestTime-course",
      stackId,
      templateBody: '{"Resources":{"Bucket1":{"Type":"AWS::S3::Bucket"}}}',
      outputs: [
        { key: "ApiUrl", value: "http://127.0.0.1:4040", description: "a & b" },
        { key: "BucketName", value: "bucket", description: undefined, exportName: "course-bucket" },
      ],
      resources: [
        { logicalId: "Bucket1", type: "AWS::S3::Bucket", physicalId: "bucket" },
        { logicalId: "Queue1", type: "AWS::SQS::Queue", physicalId: "http://127.0.0.1/queue" },
      ],
    },
    Date.parse("2026-11-17T19:00:00Z"),
  );
  endpoint = await startEndpoint({ cloudformation: service });
  client = new CloudFormationClient(clientSettings(endpoint));
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

test("resources, the one event, and what is exported are listed", async () => {
  const stack = { StackName: "TestTime-course" };
  const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand(stack));
  expect(StackResourceSummaries.map((one) => [one.LogicalResourceId, one.ResourceType])).toEqual([
    ["Bucket1", "AWS::S3::Bucket"],
    ["Queue1", "AWS::SQS::Queue"],
  ]);
  const one = (LogicalResourceId: string) =>
    client.send(new DescribeStackResourceCommand({ ...stack, LogicalResourceId }));
  expect((await one("Queue1")).StackResourceDetail).toMatchObject({ ResourceType: "AWS::SQS::Queue" });
  await expect(one("Queue2")).rejects.toThrow("Resource Queue2 does not exist for stack TestTime-course");
  const { StackEvents } = await client.send(new DescribeStackEventsCommand(stack));
  expect(StackEvents).toMatchObject([{ PhysicalResourceId: stackId, ResourceStatus: "CREATE_COMPLETE" }]);
  const { Exports } = await client.send(new ListExportsCommand({}));
  expect(Exports).toEqual([{ ExportingStackId: stackId, Name: "course-bucket", Value: "bucket" }]);
});

test("the template is given out as it was synthesized, and no other stack's", async () => {
  const { TemplateBody, StagesAvailable } = await client.send(
    new GetTemplateCommand({ StackName: "TestTime-course" }),
  );
  expect([TemplateBody, StagesAvailable]).toEqual([
    '{"Resources":{"Bucket1":{"Type":"AWS::S3::Bucket"}}}',
    ["Original", "Processed"],
  ]);
  await expect(client.send(new GetTemplateCommand({ StackName: "another" }))).rejects.toThrow(
    "Stack with id another does not exist",
  );
});

test.each([
  ["its name", "TestTime-course"],
  ["its id", stackId],
  ["nothing", undefined],
])("the stack is described with its outputs, asked for by %s", async (_, StackName) => {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  expect(Stacks).toMatchObject([
    {
      StackId: stackId,
      StackName: "TestTime-course",
      StackStatus: "CREATE_COMPLETE",
      CreationTime: new Date("2026-11-17T19:00:00Z"),
      Outputs: [
        { OutputKey: "ApiUrl", OutputValue: "http://127.0.0.1:4040", Description: "a & b" },
        { OutputKey: "BucketName", OutputValue: "bucket" },
      ],
    },
  ]);
});

test("another stack does not exist, in CloudFormation's words", async () => {
  await expect(client.send(new DescribeStacksCommand({ StackName: "Other" }))).rejects.toMatchObject({
    name: "ValidationError",
    message: "Stack with id Other does not exist",
  });
});

test("the stack's resources are described, all or the one that is named", async () => {
  const described = async (LogicalResourceId?: string) => {
    const asked = { StackName: "TestTime-course", LogicalResourceId };
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand(asked));
    return StackResources.map(({ LogicalResourceId, PhysicalResourceId, ResourceType }) => [
      LogicalResourceId,
      PhysicalResourceId,
      ResourceType,
    ]);
  };
  const bucket = ["Bucket1", "bucket", "AWS::S3::Bucket"];
  expect(await described()).toEqual([bucket, ["Queue1", "http://127.0.0.1/queue", "AWS::SQS::Queue"]]);
  expect(await described("Bucket1")).toEqual([bucket]);
});

test("the stack is listed, unless stacks in another state are asked for", async () => {
  const list = async (...StackStatusFilter: StackStatus[]) =>
    (await client.send(new ListStacksCommand({ StackStatusFilter }))).StackSummaries ?? [];
  const listed = [
    {
      StackId: stackId,
      StackName: "TestTime-course",
      StackStatus: "CREATE_COMPLETE",
      CreationTime: new Date("2026-11-17T19:00:00Z"),
    },
  ];
  expect(await list()).toEqual(listed);
  expect(await list("CREATE_COMPLETE")).toEqual(listed);
  expect(await list("DELETE_COMPLETE")).toEqual([]);
});

test("another action is refused by name", async () => {
  await expect(client.send(new DeleteStackCommand({ StackName: "TestTime-course" }))).rejects.toThrow(
    /no action DeleteStack/,
  );
});

test.each([
  ["Action=DescribeStacks&StackName=TestTime-course", "cloudformation:DescribeStacks", stackId],
  ["Action=ListStacks", "cloudformation:ListStacks", "*"],
])("%s needs the right to %s on %s", (body, action, resource) => {
  const request = { method: "POST", path: "/", query: new URLSearchParams(), headers: {} };
  const needed = stackPermissions(stackId)({
    ...request,
    body: Buffer.from(body),
    principal: { kind: "owner" },
  });
  expect(needed).toMatchObject([[{ action, resource }]]);
});
