import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Clock } from "local-region";
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  openObjectStore,
  startAwsEndpoint,
} from "local-region/testing";
import * as z from "zod";
import { CourseBucket } from "../../../trainer/aws/bucket.ts";
import { PageBucket } from "../../../trainer/aws/page-bucket.ts";
import { silentProgress } from "../../../trainer/commands/progress.ts";
import type { Tone } from "../../../trainer/commands/terminal.ts";
import type { Host } from "../../../trainer/host.ts";
import { type ExitCode, runTrainer } from "../../../trainer/program.ts";
import { directClient } from "./direct-client.ts";
import { noHost } from "./no-host.ts";

export const bucketName = "course";
export const pageBucketName = "course-page";
export const stackName = "TestTime-evening-class";
export const stateMachineArn = "arn:aws:states:us-east-1:000000000000:stateMachine:GradingRun";

/** The key of the person at this machine. */
export const owner = { accessKeyId: "AKIATRAINER", secretAccessKey: "a secret of the trainer's" };

/** Answers of Step Functions, SQS and SES by operation; an operation without one fails the test. */
export type Script = Record<string, (input: unknown) => unknown>;

export interface Outcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/**
 * A real S3, a CloudFormation that knows one stack, and a scripted Step Functions and SQS, found as the local region is.
 *
 * @param moreOutputs of the stack, beside those that every course's stack has.
 */
export const startCourseCloud = async (moreOutputs: Readonly<Record<string, string>> = {}) => {
  const data = mkdtempSync(join(tmpdir(), "cloud-"));
  const clock = new Clock(new Date("2026-11-17T18:00:00Z"));
  const objects = openObjectStore({ dataFile: join(data, "objects.db"), clock });
  await objects.createBucket(bucketName, { versioned: true });
  await objects.createBucket(pageBucketName, { versioned: false });
  const puts: string[] = [];
  const putsOfPage: { path: string; after: readonly string[] }[] = [];
  const script: Script = { ...wellMail };
  let isCutOff = (): boolean => false;
  const s3 = (request: AwsRequest): Promise<AwsResponse> => {
    if (isCutOff()) throw new AwsError("AccessDenied", "The line is cut.", 403);
    if (request.method === "PUT" && request.path.startsWith(`/${bucketName}/`)) puts.push(keyIn(request));
    if (request.method === "PUT" && request.path.startsWith(`/${pageBucketName}/`))
      putsOfPage.push({ path: keyIn(request), after: [...puts] });
    return objects.service(request);
  };
  const endpoint = await startAwsEndpoint({
    port: 0,
    keyOf: (id) =>
      id === owner.accessKeyId ? { principal: { kind: "owner" }, credentials: owner } : undefined,
    services: new Map([
      ["s3", s3],
      ["cloudformation", (request: AwsRequest) => describeStacks({ ...outputs, ...moreOutputs }, request)],
      ["states", (request: AwsRequest) => jsonService(script, request)],
      ["sqs", (request: AwsRequest) => jsonService(script, request)],
      ["ses", (request: AwsRequest) => mails(script, request)],
    ]),
    log: (message) => {
      throw new Error(message);
    },
  });
  writeFileSync(join(data, "ready.json"), JSON.stringify({ aws: endpoint.url, ...owner, pid: 1 }));
  const client = directClient(s3);
  const bucket = new CourseBucket(client, bucketName);
  return {
    bucket,
    clock,
    data,
    /** URL of its endpoint. */
    aws: endpoint.url,
    /** Keys written so far, in order. */
    puts,
    /** Paths of the page's files written so far, in order, each with the keys that were written before. */
    putsOfPage,
    script,
    /** `isCut` is called before each request to S3 and says whether it fails. */
    cutOff: (isCut: () => boolean): void => {
      isCutOff = isCut;
    },
    json: async (key: string): Promise<unknown> => JSON.parse((await bucket.get(key))?.text ?? "null"),
    /** Paths of the page's files. */
    pageFiles: async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const { path } of new PageBucket(client, pageBucketName).files()) found.push(path);
      return found;
    },
    /** Runs `bin/trainer` on this cloud. */
    trainer: (...args: string[]) => trainer(...args, "--local", "--data", data),
    trainerWith: (keyboard: Keyboard, ...args: string[]) =>
      trainerWith(keyboard, ...args, "--local", "--data", data),
    stop: async (): Promise<void> => {
      client.destroy();
      await endpoint.close();
      objects.close();
      clock.stop();
      rmSync(data, { recursive: true });
    },
  };
};

const keyIn = ({ path }: AwsRequest): string => decodeURIComponent(path).split("/").slice(2).join("/");

export type CourseCloud = Awaited<ReturnType<typeof startCourseCloud>>;

/** The input of a command. A command that asks for input that the test does not give fails the test. */
export interface Keyboard {
  readonly input?: string;
  /** What a person answers to each question; null: nobody is at the terminal. */
  readonly answer?: string | null;
  /** The machine of a command that serves. */
  readonly host?: Host;
}

/** Runs `bin/trainer` in this process. */
export const trainer = (...args: string[]): Promise<Outcome> => trainerWith({}, ...args);

export const trainerWith = async (keyboard: Keyboard, ...args: string[]): Promise<Outcome> => {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    out: (line: string) => void out.push(line),
    note: (line: string) => void err.push(line),
    input: async () => keyboard.input ?? unexpected("read its standard input"),
    ask: async (question: string) => {
      err.push(question);
      return keyboard.answer === undefined ? unexpected("asked a question") : keyboard.answer;
    },
    paint: (_: Tone, part: string) => part,
    isWatched: false,
    progress: () => silentProgress,
    browse: () => unexpected("opened a browser"),
  };
  const code = await runTrainer(args, keyboard.host ?? noHost, terminal);
  return { code, out: out.join("\n"), err: err.join("\n") };
};

const unexpected = (what: string): never => {
  throw new Error(`The command ${what}, and the test did not expect that.`);
};

const outputs = {
  ApiUrl: "http://127.0.0.1:4040/",
  BucketName: bucketName,
  StateMachineArn: stateMachineArn,
  ConsoleUrl: "http://console",
  PageUrl: "http://127.0.0.1:4040",
  PageBucketName: pageBucketName,
};

const describeStacks = async (
  stackOutputs: Readonly<Record<string, string>>,
  { body }: AwsRequest,
): Promise<AwsResponse> => {
  const query = new URLSearchParams(body.toString());
  if (query.get("Action") !== "DescribeStacks") throw new Error(`The test knows no ${query.get("Action")}.`);
  const wanted = query.get("StackName") ?? stackName;
  const headers = { "content-type": "text/xml" };
  if (wanted !== stackName) {
    const error = `<Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${wanted} does not exist</Message></Error>`;
    return { status: 400, headers, body: `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>` };
  }
  const members = Object.entries(stackOutputs)
    .map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join("");
  const stack = `<member><StackName>${stackName}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-11-17T18:00:00Z</CreationTime><Outputs>${members}</Outputs></member>`;
  return {
    status: 200,
    headers,
    body: `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  };
};

const jsonService = async (script: Script, { headers, body }: AwsRequest): Promise<AwsResponse> => {
  const operation = headers["x-amz-target"]?.split(".")[1] ?? "";
  const answer = script[operation];
  if (!answer) throw new Error(`The test did not script ${operation}.`);
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: JSON.stringify(answer(JSON.parse(body.toString()))),
  };
};

const fieldsSchema = z.record(z.string(), z.string());

/** SES's answer about verified identities: all that were asked about, except these. */
export const verifiedBut =
  (...unverified: readonly string[]) =>
  (fields: unknown) => ({
    VerificationAttributes: Object.entries(fieldsSchema.parse(fields))
      .filter(([name, identity]) => name.startsWith("Identities.") && !unverified.includes(identity))
      .map(
        ([, identity]) =>
          `<entry><key>${identity}</key><value><VerificationStatus>Success</VerificationStatus></value></entry>`,
      )
      .join(""),
  });

/** An SES without problems. Mails to its mailbox simulator are scripted separately from other mails. */
const wellMail: Script = {
  GetSendQuota: () => ({ Max24HourSend: -1, MaxSendRate: -1 }),
  GetAccountSendingEnabled: () => ({ Enabled: "true" }),
  GetIdentityVerificationAttributes: verifiedBut(),
  SendToSimulator: () => "simulated",
};

/** The script returns the content of the result element of the query protocol. */
const mails = async (script: Script, { body }: AwsRequest): Promise<AwsResponse> => {
  const fields = new URLSearchParams(body.toString());
  const action = fields.get("Action") ?? "";
  const isSimulated = fields.get("Destination.ToAddresses.member.1")?.endsWith("@simulator.amazonses.com");
  const answer = script[isSimulated ? "SendToSimulator" : action];
  if (!answer) throw new Error(`The test did not script ${action}.`);
  const result = resultSchema.parse(answer(Object.fromEntries(fields)));
  const members = Object.entries(result).map(([name, value]) => `<${name}>${value}</${name}>`);
  return {
    status: 200,
    headers: { "content-type": "text/xml" },
    body: `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${members.join("")}</${action}Result></${action}Response>`,
  };
};

const resultSchema = z.union([
  z.string().transform((MessageId) => ({ MessageId })),
  z.record(z.string(), z.union([z.string(), z.number()])),
]);
