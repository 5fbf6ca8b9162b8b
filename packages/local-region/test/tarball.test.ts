import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { DefinitionBody, QueryLanguage, StateMachine, TaskInput } from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke, SqsSendMessage } from "aws-cdk-lib/aws-stepfunctions-tasks";
import * as z from "zod";

const packageFolder = resolve(import.meta.dirname, "..");
const installed = resolve(packageFolder, "../../node_modules");

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()) });
const readySchema = z.object({ aws: z.url(), accessKeyId: z.string(), secretAccessKey: z.string() });

const link = (target: string, path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
};

/** Packs a copy, as packing rewrites package.json for a moment. @returns the tarball. */
const pack = (folder: string): string => {
  const copy = join(folder, "repository/packages/local-region");
  cpSync(resolve(packageFolder, "../../tsconfig.json"), join(folder, "repository/tsconfig.json"));
  for (const part of [
    "src",
    "tools",
    "package.json",
    "tsconfig.build.json",
    "README.md",
    "SUPPORT.md",
    "LICENSE",
  ]) {
    cpSync(join(packageFolder, part), join(copy, part), { recursive: true });
  }
  link(installed, join(folder, "repository/node_modules"));
  const options = { cwd: copy, encoding: "utf8", timeout: 120_000 } as const;
  const said = execFileSync("npm", ["pack", "--loglevel", "error", "--pack-destination", folder], options);
  return join(folder, said.trim().split("\n").at(-1) ?? "");
};

/** What npm would install, without a network: the tarball, and beside it the packages that it names, and no others. */
const install = (tarball: string, app: string): void => {
  const target = join(app, "node_modules/local-region");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
  const { dependencies } = manifestSchema.parse(
    JSON.parse(readFileSync(join(target, "package.json"), "utf8")),
  );
  for (const name of Object.keys(dependencies)) link(join(installed, name), join(app, "node_modules", name));
};

/** A shop: an order is priced by a function, and goes to the packers' queue. */
const synthesizeShop = (app: string): void => {
  const code = join(app, "price");
  mkdirSync(code);
  writeFileSync(
    join(code, "index.mjs"),
    "export const handler = async ({ pieces }) => ({ price: pieces * 5 });\n",
  );
  const cdk = new App({ outdir: join(app, "cdk.out"), analyticsReporting: false });
  const stack = new Stack(cdk, "Shop");
  const bucket = new Bucket(stack, "Invoices");
  const queue = new Queue(stack, "Parcels");
  const price = new LambdaFunction(stack, "Price", {
    runtime: Runtime.NODEJS_24_X,
    handler: "index.handler",
    code: Code.fromAsset(code),
  });
  const order = LambdaInvoke.jsonata(stack, "Price order", {
    lambdaFunction: price,
    outputs: "{% $states.result.Payload %}",
  }).next(
    SqsSendMessage.jsonata(stack, "Tell packers", {
      queue,
      messageBody: TaskInput.fromText("{% 'price ' & $states.input.price %}"),
    }),
  );
  const orders = new StateMachine(stack, "Orders", {
    queryLanguage: QueryLanguage.JSONATA,
    definitionBody: DefinitionBody.fromChainable(order),
  });
  new CfnOutput(stack, "BucketName", { value: bucket.bucketName });
  new CfnOutput(stack, "QueueUrl", { value: queue.queueUrl });
  new CfnOutput(stack, "OrdersArn", { value: orders.stateMachineArn });
  cdk.synth();
};

let folder: string;
let region: ChildProcess;
const said: string[] = [];

/** Resolves once the region says that it is ready; rejects with what it said when it ends before. */
const untilReady = async (): Promise<void> => {
  const ready = new Promise<void>((done, failed) => {
    for (const input of [region.stdout, region.stderr]) {
      if (!input) continue;
      createInterface({ input }).on("line", (line) => {
        said.push(line);
        if (line.includes("Ctrl-C ends it")) done();
      });
    }
    region.once("close", () => failed(new Error(`The region ended: ${said.join("\n")}`)));
  });
  await ready;
};

const output = (name: string): string =>
  said.find((line) => line.includes(`${name} = `))?.split(" = ")[1] ?? `no output ${name}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tarball-"));
  const app = join(folder, "app");
  install(pack(folder), app);
  synthesizeShop(app);
  const command = join(app, "node_modules/local-region/dist/command.js");
  region = spawn(process.execPath, [command, "cdk.out", "--data", "data", "--port", "0"], { cwd: app });
  await untilReady();
}, 120_000);

afterAll(() => {
  region?.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

test("the packed command runs a CDK app from a folder that has nothing else, and SIGTERM ends it with 0", async () => {
  const ready = readySchema.parse(JSON.parse(readFileSync(join(folder, "app/data/ready.json"), "utf8")));
  const settings = { endpoint: ready.aws, region: "us-east-1", credentials: ready };

  const states = new SFNClient(settings);
  await states.send(
    new StartExecutionCommand({ stateMachineArn: output("OrdersArn"), input: '{"pieces": 3}' }),
  );
  const queues = new SQSClient(settings);
  const { Messages } = await queues.send(
    new ReceiveMessageCommand({ QueueUrl: output("QueueUrl"), WaitTimeSeconds: 20 }),
  );
  expect(Messages?.map(({ Body }) => Body)).toEqual(["price 15"]);

  const objects = new S3Client({ ...settings, forcePathStyle: true });
  const invoice = { Bucket: output("BucketName"), Key: "2026/1" };
  await objects.send(new PutObjectCommand({ ...invoice, Body: "15" }));
  const { Body } = await objects.send(new GetObjectCommand(invoice));
  expect(await Body?.transformToString()).toBe("15");

  region.kill("SIGTERM");
  const [code] = await once(region, "exit");
  expect(code).toBe(0);
});
