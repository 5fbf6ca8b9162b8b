import { isObject, tryParseJson } from "../../json.ts";
import { type AwsRequest, account, region } from "../../ports.ts";
import { parseCopySource } from "../s3/copy-source.ts";
import { type ObjectToDelete, parseDeleteRequest } from "../s3/delete-request.ts";
import type { WantedVersion } from "../s3/versions.ts";
import { readSending } from "../ses/mail-requests.ts";
import { machineOfQualified } from "../stepfunctions/names.ts";
import type { AccessRequest } from "./policy.ts";

/** A call needs one of the alternatives of each entry; most entries have one. */
export type Permissions = readonly (readonly AccessRequest[])[];

/**
 * The permissions that a call on the AWS endpoint needs, for each service as the Service Authorization Reference lists
 * them. Throws AwsError for a call that can't be read: its resource is unknown, so nobody may make it.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export type PermissionsNeeded = (request: AwsRequest) => Permissions;

/** A call inside this machine never crosses a network, so it counts as sent over TLS. */
const secure = { "aws:securetransport": "true" } as const;

export const need = (
  action: string,
  resource: string,
  context: AccessRequest["context"] = {},
): AccessRequest => ({
  action,
  resource,
  context: { ...secure, ...context },
});

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string): string => `${bucketArn(bucket)}/${key}`;

/** Without this right S3 answers 403 for a missing object; the key is the value of its prefix condition. */
export const mayListNeed = (bucket: string, key: string): AccessRequest =>
  need("s3:ListBucket", bucketArn(bucket), { "s3:prefix": key });

/** What reads a bucket's settings and lists, by the query parameter that asks for it. */
const bucketActions: Readonly<Record<string, string>> = {
  accelerate: "s3:GetAccelerateConfiguration",
  acl: "s3:GetBucketAcl",
  cors: "s3:GetBucketCORS",
  encryption: "s3:GetEncryptionConfiguration",
  lifecycle: "s3:GetLifecycleConfiguration",
  location: "s3:GetBucketLocation",
  logging: "s3:GetBucketLogging",
  notification: "s3:GetBucketNotification",
  "object-lock": "s3:GetBucketObjectLockConfiguration",
  ownershipControls: "s3:GetBucketOwnershipControls",
  policy: "s3:GetBucketPolicy",
  policyStatus: "s3:GetBucketPolicyStatus",
  publicAccessBlock: "s3:GetBucketPublicAccessBlock",
  replication: "s3:GetReplicationConfiguration",
  requestPayment: "s3:GetBucketRequestPayment",
  tagging: "s3:GetBucketTagging",
  uploads: "s3:ListBucketMultipartUploads",
  versioning: "s3:GetBucketVersioning",
  versions: "s3:ListBucketVersions",
  website: "s3:GetBucketWebsite",
};

const bucketAction = (request: AwsRequest): string => {
  const flag = Object.keys(bucketActions).find((name) => request.query.has(name));
  const asked = flag === undefined ? undefined : bucketActions[flag];
  if (request.method === "GET" && asked !== undefined) return asked;
  if (request.method === "PUT") return "s3:CreateBucket";
  if (request.method === "DELETE") return "s3:DeleteBucket";
  return "s3:ListBucket";
};

/** Versions have actions of their own. */
const onVersion = (action: string, versionId: string | null | undefined): string =>
  typeof versionId === "string" ? `${action}Version` : action;

/** To compare an ETag, S3 reads the object too; `*` only tests whether it exists. */
const deletePermissions = (bucket: string, { key, versionId, etag = "*" }: ObjectToDelete): Permissions => {
  const object = objectArn(bucket, key);
  const read = etag.trim() === "*" ? [] : [[need("s3:GetObject", object)]];
  return [[need(onVersion("s3:DeleteObject", versionId), object)], ...read];
};

const readPermission = ({ bucket, key, versionId }: WantedVersion): Permissions[number] => [
  need(onVersion("s3:GetObject", versionId), objectArn(bucket, key)),
];

const objectPermissions = (request: AwsRequest, bucket: string, key: string): Permissions => {
  const { method, query, headers } = request;
  const versionId = query.get("versionId");
  if (method === "GET" || method === "HEAD") return [readPermission({ bucket, key, versionId })];
  if (method === "DELETE" && query.has("uploadId")) {
    return [[need("s3:AbortMultipartUpload", objectArn(bucket, key))]];
  }
  if (method === "DELETE") {
    return deletePermissions(bucket, { key, versionId: versionId ?? undefined, etag: headers["if-match"] });
  }
  const source = headers["x-amz-copy-source"];
  const read = source === undefined ? [] : [readPermission(parseCopySource(source))];
  const condition = { "s3:if-none-match": headers["if-none-match"] };
  return [...read, [need("s3:PutObject", objectArn(bucket, key), condition)]];
};

/** Bucket and key of a path-style path, percent-decoded. */
export const bucketAndKey = (path: string): { readonly bucket: string; readonly key: string } => {
  const [bucket = "", ...rest] = path.slice(1).split("/").map(decodeURIComponent);
  return { bucket, key: rest.join("/") };
};

/** `path` is path-style: the endpoint has rewritten a bucket in the host name. */
const s3: PermissionsNeeded = (request) => {
  const { bucket, key } = bucketAndKey(request.path);
  if (!bucket) return [[need("s3:ListAllMyBuckets", "*")]];
  if (key) return objectPermissions(request, bucket, key);
  if (request.query.has("delete")) {
    return parseDeleteRequest(request).objects.flatMap((object) => deletePermissions(bucket, object));
  }
  // A listing without a prefix has no such condition key.
  const prefix = request.query.get("prefix") ?? undefined;
  return [[need(bucketAction(request), bucketArn(bucket), { "s3:prefix": prefix })]];
};

const jsonBody = (request: AwsRequest): { readonly [key: string]: unknown } => {
  const body = tryParseJson(request.body.toString());
  return isObject(body) ? body : {};
};

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The ARN for a queue's URL or name. */
export const queueArnOf = (queueUrl: string): string =>
  `arn:aws:sqs:${region}:${account}:${queueUrl.split("/").at(-1)}`;

/** The ARN for a function's name or ARN, as the caller gave it. */
export const lambdaArnOf = (functionName: string): string =>
  functionName.startsWith("arn:")
    ? functionName
    : `arn:aws:lambda:${region}:${account}:function:${functionName}`;

const sqs: PermissionsNeeded = (request) => {
  const action = text(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
  const body = jsonBody(request);
  const queue = text(body.SourceArn) || queueArnOf(text(body.QueueUrl) || text(body.QueueName) || "*");
  return [[need(`sqs:${action.replace(/Batch$/, "")}`, queue)]];
};

/** What a request is about; empty: it names nothing. */
const arnIn = (body: ReturnType<typeof jsonBody>): string => {
  const [routed] = [body.routingConfiguration].flat();
  const members = [
    ...[body.stateMachineArn, body.stateMachineAliasArn, body.stateMachineVersionArn],
    ...[body.executionArn, body.mapRunArn, body.resourceArn],
    isObject(routed) ? routed.stateMachineVersionArn : undefined,
  ];
  return members.map(text).find(Boolean) ?? "";
};

/**
 * A version or an alias is its machine's resource, with the qualifier as a condition key.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 *
 * A report of a task's outcome names no resource, because the token is the credential: a right to any state machine is
 * enough. `machines` are those of this region.
 */
const states =
  (machines: () => readonly string[]): PermissionsNeeded =>
  (request) => {
    const name = text(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    const action = `states:${name}`;
    if (name.startsWith("SendTask")) return [machines().map((arn) => need(action, arn))];
    const body = jsonBody(request);
    const named = arnIn(body);
    const machine = machineOfQualified(named);
    const qualifier =
      machine === undefined ? {} : { "states:statemachinequalifier": named.slice(machine.length + 1) };
    const resource = machine ?? (named || "*");
    const also = [
      ...(name === "TestState" && body.revealSecrets === true ? [need("states:RevealSecrets", "*")] : []),
      ...(body.publish === true ? [need("states:PublishStateMachineVersion", resource)] : []),
    ];
    return [[need(action, resource, qualifier)], ...also.map((needed) => [needed])];
  };

/** A sender's default configuration set in SES; undefined: it has none. */
export type ConfigurationSetOf = (sender: string) => string | undefined;

/**
 * SES needs a right to the sender's identity and to its default configuration set. Questions about the account name no
 * resource.
 */
const ses =
  (configurationSetOf: ConfigurationSetOf): PermissionsNeeded =>
  (request) => {
    const { action, sender } = readSending(request);
    if (sender === undefined) return [[need(`ses:${action}`, "*")]];
    const set = configurationSetOf(sender);
    const resources = [`identity/${sender}`, ...(set === undefined ? [] : [`configuration-set/${set}`])];
    return resources.map((resource) => [
      need(`ses:${action}`, `arn:aws:ses:${region}:${account}:${resource}`, { "ses:fromaddress": sender }),
    ]);
  };

/** By the service's name in a signature's scope. */
export const permissionsNeeded = (
  machines: () => readonly string[],
  configurationSetOf: ConfigurationSetOf = () => undefined,
): Readonly<Record<"s3" | "sqs" | "ses" | "states", PermissionsNeeded>> => ({
  s3,
  sqs,
  ses: ses(configurationSetOf),
  states: states(machines),
});
