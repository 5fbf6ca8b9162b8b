import { type AwsRequest, account, region } from "../ports.ts";
import type { AccessRequest } from "./policy.ts";

/**
 * Which permissions a call on the AWS endpoint needs, per service as the Service Authorization Reference lists them.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
export type PermissionsNeeded = (request: AwsRequest) => readonly AccessRequest[];

/** A call inside this machine never crosses a network, so it counts as sent over TLS. */
const secure = { "aws:securetransport": "true" } as const;

const need = (action: string, resource: string, context: AccessRequest["context"] = {}): AccessRequest => ({
  action,
  resource,
  context: { ...secure, ...context },
});

const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string): string => `${bucketArn(bucket)}/${key}`;

/** Without this right S3 answers 403 for an object that isn't there; its prefix condition is asked about the key. */
export const mayListNeed = (bucket: string, key: string): AccessRequest =>
  need("s3:ListBucket", bucketArn(bucket), { "s3:prefix": key });

const bucketAction = (request: AwsRequest): string => {
  const has = (name: string) => request.query.has(name);
  if (has("versions")) return "s3:ListBucketVersions";
  if (has("location")) return "s3:GetBucketLocation";
  if (has("versioning")) return "s3:GetBucketVersioning";
  if (has("encryption")) return "s3:GetEncryptionConfiguration";
  if (has("uploads")) return "s3:ListBucketMultipartUploads";
  if (request.method === "PUT") return "s3:CreateBucket";
  if (request.method === "DELETE") return "s3:DeleteBucket";
  return "s3:ListBucket";
};

const objectAction = (request: AwsRequest): string => {
  const version = request.query.has("versionId") ? "Version" : "";
  if (request.method === "GET" || request.method === "HEAD") return `s3:GetObject${version}`;
  if (request.method !== "DELETE") return "s3:PutObject";
  return request.query.has("uploadId") ? "s3:AbortMultipartUpload" : `s3:DeleteObject${version}`;
};

const unescapeXml = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

const deletedKeys = (body: Buffer): string[] =>
  [...body.toString().matchAll(/<Key>(.*?)<\/Key>/gs)].map((m) => unescapeXml(m[1] ?? ""));

/** `path` is path-style: the endpoint has rewritten a bucket in the host name. */
const s3: PermissionsNeeded = (request) => {
  const [bucket = "", ...rest] = request.path.slice(1).split("/").map(decodeURIComponent);
  const key = rest.join("/");
  if (!bucket) return [need("s3:ListAllMyBuckets", "*")];
  if (key) {
    const source = request.headers["x-amz-copy-source"];
    const read = source
      ? [need("s3:GetObject", bucketArn(decodeURIComponent(source).replace(/^\//, "")))]
      : [];
    return [...read, need(objectAction(request), objectArn(bucket, key))];
  }
  if (request.query.has("delete")) {
    return deletedKeys(request.body).map((k) => need("s3:DeleteObject", objectArn(bucket, k)));
  }
  const prefix = request.query.get("prefix") ?? "";
  return [need(bucketAction(request), bucketArn(bucket), { "s3:prefix": prefix })];
};

const jsonBody = (request: AwsRequest): Record<string, unknown> => {
  try {
    return JSON.parse(request.body.toString());
  } catch {
    return {};
  }
};

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const sqs: PermissionsNeeded = (request) => {
  const action = text(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
  const body = jsonBody(request);
  const name = text(body.QueueUrl).split("/").at(-1) || text(body.QueueName) || "*";
  return [need(`sqs:${action.replace(/Batch$/, "")}`, `arn:aws:sqs:${region}:${account}:${name}`)];
};

/** The state machine an execution or a child execution belongs to, from its ARN. */
const machineArn = (executionArn: string): string => {
  const name = executionArn.split(":")[6]?.split("/")[0] ?? "*";
  return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
};

/**
 * Reporting a task's outcome names no resource: a token is the credential, so IAM is asked about every machine that a
 * statement could name. `machines` are those of this region.
 */
const states =
  (machines: () => readonly string[]): PermissionsNeeded =>
  (request) => {
    const action = text(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    const body = jsonBody(request);
    const named = [body.stateMachineArn, body.executionArn, body.mapRunArn]
      .map(text)
      .find((arn) => arn !== "");
    if (action.startsWith("SendTask")) return machines().map((arn) => need(`states:${action}`, arn));
    if (!named) return [need(`states:${action}`, "*")];
    return [need(`states:${action}`, action === "StartExecution" ? machineArn(named) : named)];
  };

const address = (source: string): string => (/<([^>]*)>/.exec(source)?.[1] ?? source).trim();

const ses: PermissionsNeeded = (request) => {
  const form = new URLSearchParams(request.body.toString());
  const from = address(form.get("Source") ?? "");
  return [
    need(`ses:${form.get("Action") ?? ""}`, `arn:aws:ses:${region}:${account}:identity/${from}`, {
      "ses:fromaddress": from,
    }),
  ];
};

export const permissionsNeeded = (
  machines: () => readonly string[],
): Readonly<Record<string, PermissionsNeeded | undefined>> => ({
  s3,
  sqs,
  ses,
  email: ses,
  states: states(machines),
});
