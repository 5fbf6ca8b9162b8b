/** Longer than most: half of it is one table, of every call with the permission that it needs. */

import { describe, expect, test } from "@jest/globals";
import { AwsError, type AwsRequest, type AwsResponse, type Principal } from "../../../src/ports.ts";
import { Guard } from "../../../src/services/iam/guard.ts";
import { parsePolicy } from "../../../src/services/iam/policy.ts";
import { permissionsNeeded } from "../../../src/services/iam/requests.ts";

const worker: Principal = {
  kind: "role",
  arn: "arn:aws:iam::000000000000:role/worker",
  logicalId: "WorkerRole",
};
const owner: Principal = { kind: "owner" };
const machine = "arn:aws:states:us-east-1:000000000000:stateMachine:grading";

const needed = permissionsNeeded(() => ["arn:aws:states:us-east-1:000000000000:stateMachine:other", machine]);

const request = (parts: Partial<AwsRequest>): AwsRequest => ({
  method: "GET",
  path: "/",
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(""),
  principal: worker,
  ...parts,
});

/** A guard for a worker with these statements, and what it logged. */
const guardFor = (...statements: readonly object[]) => {
  const log: string[] = [];
  const parsed = parsePolicy({ Statement: statements.map((s) => ({ Effect: "Allow", ...s })) });
  const statementsOf = (arn: string) => {
    if (arn === worker.arn) return parsed;
    throw new Error(`nobody asked about ${arn}`);
  };
  return { guard: new Guard({ statementsOf, log: (line) => log.push(line) }), log };
};

const ask = async (
  service: keyof typeof needed,
  statements: readonly object[],
  parts: Partial<AwsRequest>,
) => {
  const { guard, log } = guardFor(...statements);
  const answers = async (): Promise<AwsResponse> => ({ status: 200 });
  try {
    await guard.service(answers, needed[service])(request(parts));
    return { refused: undefined, log };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { refused: error, log };
  }
};

const form = (fields: Record<string, string>) => Buffer.from(new URLSearchParams(fields).toString());
const target = (name: string) => ({ "x-amz-target": name });
const json = (value: object) => Buffer.from(JSON.stringify(value));
const query = (text: string) => new URLSearchParams(text);

const deleteRequest = (objects: string): Partial<AwsRequest> => ({
  method: "POST",
  path: "/b",
  query: query("delete"),
  body: Buffer.from(`<Delete>${objects}</Delete>`),
});

const calls: readonly [
  name: string,
  service: keyof typeof needed,
  call: Partial<AwsRequest>,
  statement: object,
][] = [
  [
    "reading an object",
    "s3",
    { path: "/b/a/x.json" },
    { Action: "s3:GetObject", Resource: "arn:aws:s3:::b/a/*" },
  ],
  [
    "reading an object whose name needs escapes",
    "s3",
    { path: "/b/a%20%C5%BC/x" },
    { Action: "s3:GetObject", Resource: "arn:aws:s3:::b/a ż/x" },
  ],
  [
    "an old version of an object",
    "s3",
    { path: "/b/k", query: query("versionId=1") },
    { Action: "s3:GetObjectVersion", Resource: "arn:aws:s3:::b/k" },
  ],
  [
    "writing",
    "s3",
    { method: "PUT", path: "/b/k" },
    { Action: "s3:PutObject", Resource: "arn:aws:s3:::b/k" },
  ],
  [
    "deleting several objects",
    "s3",
    deleteRequest("<Object><Key>a&amp;b</Key></Object><Object><Key>c</Key></Object>"),
    { Action: "s3:DeleteObject", Resource: ["arn:aws:s3:::b/a&b", "arn:aws:s3:::b/c"] },
  ],
  [
    "deleting versions of several objects for good",
    "s3",
    deleteRequest("<Object><Key>a</Key><VersionId>1</VersionId></Object>"),
    { Action: "s3:DeleteObjectVersion", Resource: "arn:aws:s3:::b/a" },
  ],
  [
    "deleting an object while it has an ETag",
    "s3",
    { method: "DELETE", path: "/b/k", headers: { "if-match": '"e"' } },
    { Action: ["s3:DeleteObject", "s3:GetObject"], Resource: "arn:aws:s3:::b/k" },
  ],
  [
    "copying an object",
    "s3",
    { method: "PUT", path: "/b/k", headers: { "x-amz-copy-source": "/b/a%20b/x" } },
    { Action: ["s3:GetObject", "s3:PutObject"], Resource: ["arn:aws:s3:::b/a b/x", "arn:aws:s3:::b/k"] },
  ],
  [
    "copying an old version of an object",
    "s3",
    { method: "PUT", path: "/b/k", headers: { "x-amz-copy-source": "b/x?versionId=1" } },
    { Action: ["s3:GetObjectVersion", "s3:PutObject"], Resource: ["arn:aws:s3:::b/x", "arn:aws:s3:::b/k"] },
  ],
  [
    "listing below a prefix",
    "s3",
    { path: "/b", query: query("list-type=2&prefix=students/ada/") },
    {
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::b",
      Condition: { StringLike: { "s3:prefix": "students/*" } },
    },
  ],
  ...Object.entries({
    lifecycle: "GetLifecycleConfiguration",
    location: "GetBucketLocation",
    notification: "GetBucketNotification",
    ownershipControls: "GetBucketOwnershipControls",
    policy: "GetBucketPolicy",
    publicAccessBlock: "GetBucketPublicAccessBlock",
    tagging: "GetBucketTagging",
    versioning: "GetBucketVersioning",
  }).map(([flag, action]): (typeof calls)[number] => [
    `asking for a bucket's ${flag}`,
    "s3",
    { path: "/b", query: query(flag) },
    { Action: `s3:${action}`, Resource: "arn:aws:s3:::b" },
  ]),
  [
    "sending a message",
    "sqs",
    {
      headers: target("AmazonSQS.SendMessage"),
      body: json({ QueueUrl: "http://127.0.0.1:1/000000000000/work" }),
    },
    { Action: "sqs:SendMessage", Resource: "arn:aws:sqs:us-east-1:000000000000:work" },
  ],
  [
    "answering a task, with a right on any one state machine",
    "states",
    { headers: target("AWSStepFunctions.SendTaskSuccess"), body: json({ taskToken: "t" }) },
    { Action: "states:SendTaskSuccess", Resource: machine },
  ],
  [
    "starting an execution",
    "states",
    { headers: target("AWSStepFunctions.StartExecution"), body: json({ stateMachineArn: machine }) },
    { Action: "states:StartExecution", Resource: machine },
  ],
  [
    "testing a state, with the secrets shown",
    "states",
    { headers: target("AWSStepFunctions.TestState"), body: json({ definition: "{}", revealSecrets: true }) },
    { Action: ["states:TestState", "states:RevealSecrets"], Resource: "*" },
  ],
  [
    "making an alias, which is a matter of its machine",
    "states",
    {
      headers: target("AWSStepFunctions.CreateStateMachineAlias"),
      body: json({ routingConfiguration: [{ stateMachineVersionArn: `${machine}:1`, weight: 100 }] }),
    },
    { Action: "states:CreateStateMachineAlias", Resource: machine },
  ],
  [
    "starting an execution by one alias only",
    "states",
    {
      headers: target("AWSStepFunctions.StartExecution"),
      body: json({ stateMachineArn: `${machine}:live` }),
    },
    {
      Action: "states:StartExecution",
      Resource: machine,
      Condition: { StringEquals: { "states:StateMachineQualifier": "live" } },
    },
  ],
  [
    "updating a machine and publishing that",
    "states",
    {
      headers: target("AWSStepFunctions.UpdateStateMachine"),
      body: json({ stateMachineArn: machine, publish: true }),
    },
    { Action: ["states:UpdateStateMachine", "states:PublishStateMachineVersion"], Resource: machine },
  ],
  [
    "sending mail as the course's sender",
    "ses",
    { body: form({ Action: "SendEmail", Source: "Course <no-reply@example.com>" }) },
    {
      Action: "ses:SendEmail",
      Resource: "arn:aws:ses:us-east-1:000000000000:identity/*",
      Condition: { StringEquals: { "ses:FromAddress": "no-reply@example.com" } },
    },
  ],
  [
    "sending raw mail, whose sender stands in the message",
    "ses",
    {
      body: form({
        Action: "SendRawEmail",
        "RawMessage.Data": Buffer.from("To: x\r\nFrom: no-reply@example.com\r\n\r\nhi").toString("base64"),
      }),
    },
    {
      Action: "ses:SendRawEmail",
      Resource: "*",
      Condition: { StringEquals: { "ses:FromAddress": "no-reply@example.com" } },
    },
  ],
];

describe.each(calls)("%s", (_, service, call, statement) => {
  test("is allowed by its statement", async () => {
    expect((await ask(service, [statement], call)).refused).toBeUndefined();
  });

  test("is refused without it, in AWS's words, with a line that names role, action and resource", async () => {
    const { refused, log } = await ask(service, [{ Action: "logs:PutLogEvents", Resource: "*" }], call);
    expect(refused?.code).toMatch(/^AccessDenied(Exception)?$/);
    expect(refused?.message).toMatch(
      /^User: arn:aws:iam::000000000000:role\/worker is not authorized to perform: \w+:\w+ on resource: ".+" because no identity-based policy allows the \w+:\w+ action$/,
    );
    expect(log).toEqual([expect.stringMatching(/^Refused: WorkerRole has no right to \w+:\w+ on \S+/)]);
  });

  test("is the owner's to make", async () => {
    expect(
      (await ask(service, [{ Action: "none:None", Resource: "*" }], { ...call, principal: owner })).refused,
    ).toBeUndefined();
  });
});

test("a sender with a default configuration set needs a right to that, too, on the same condition", async () => {
  const { ses } = permissionsNeeded(
    () => [],
    (sender) => (sender === "no-reply@example.com" ? "my-first-configuration-set" : undefined),
  );
  const permissions = (Source: string) =>
    ses(request({ body: form({ Action: "SendEmail", Source }) })).map(([one]) => one);
  const arn = (resource: string) => `arn:aws:ses:us-east-1:000000000000:${resource}`;
  const asked = {
    action: "ses:SendEmail",
    context: expect.objectContaining({ "ses:fromaddress": "no-reply@example.com" }),
  };
  expect(permissions("Course <no-reply@example.com>")).toEqual([
    { ...asked, resource: arn("identity/no-reply@example.com") },
    { ...asked, resource: arn("configuration-set/my-first-configuration-set") },
  ]);
  expect(permissions("other@example.com")).toHaveLength(1);
});

test("another sender's address, another bucket's prefix and another queue are refused", async () => {
  const sendAs = { body: form({ Action: "SendEmail", Source: "boss@example.com" }) };
  const asSender = {
    Action: "ses:*",
    Resource: "*",
    Condition: { StringEquals: { "ses:FromAddress": "no-reply@example.com" } },
  };
  expect((await ask("ses", [asSender], sendAs)).refused?.code).toBe("AccessDenied");
  const listAll = { path: "/b", query: query("list-type=2") };
  const below = {
    Action: "s3:ListBucket",
    Resource: "arn:aws:s3:::b",
    Condition: { StringLike: { "s3:prefix": "students/*" } },
  };
  expect((await ask("s3", [below], listAll)).refused?.code).toBe("AccessDenied");
});

const copyOf = (source: string) => ({
  method: "PUT",
  path: "/b/k",
  headers: { "x-amz-copy-source": source },
});
const version = "<VersionId>1</VersionId>";

test.each<[name: string, right: string[], call: Partial<AwsRequest>, missing: string]>([
  [
    "a version needs more than the right to delete objects",
    ["s3:DeleteObject"],
    deleteRequest(`<Object><Key>a</Key></Object><Object><Key>b</Key>${version}</Object>`),
    "s3:DeleteObjectVersion",
  ],
  [
    "an object needs more than the right to delete versions",
    ["s3:DeleteObjectVersion"],
    deleteRequest(`<Object><Key>a</Key>${version}</Object><Object><Key>b</Key></Object>`),
    "s3:DeleteObject",
  ],
  [
    "an object with an ETag must be readable",
    ["s3:DeleteObject"],
    deleteRequest('<Object><Key>a</Key><ETag>"e"</ETag></Object>'),
    "s3:GetObject",
  ],
  [
    "a copy's old version needs the right to read versions",
    ["s3:GetObject", "s3:PutObject"],
    copyOf("b/x?versionId=1"),
    "s3:GetObjectVersion",
  ],
  [
    "a copy's object needs the right to read objects",
    ["s3:GetObjectVersion", "s3:PutObject"],
    copyOf("b/x"),
    "s3:GetObject",
  ],
])("%s", async (_, Action, call, missing) => {
  const { refused } = await ask("s3", [{ Action, Resource: "*" }], call);
  expect(refused).toMatchObject({ code: "AccessDenied", status: 403 });
  expect(refused?.message).toContain(`is not authorized to perform: ${missing} on resource`);
});

test("deleting an object if it is there at all needs no right to read it", async () => {
  const right = { Action: "s3:DeleteObject", Resource: "*" };
  const call = deleteRequest("<Object><Key>a</Key><ETag>*</ETag></Object>");
  expect((await ask("s3", [right], call)).refused).toBeUndefined();
});

test("keys to delete are read from a body's chunks, wherever their borders are", async () => {
  const { body = Buffer.of(), ...call } = deleteRequest("<Object><Key>a</Key></Object>");
  const chunk = (part: Buffer) => `${part.length.toString(16)}\r\n${part}\r\n`;
  const chunked = {
    ...call,
    headers: { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" },
    body: Buffer.from(`${chunk(body.subarray(0, 12))}${chunk(body.subarray(12))}0\r\n\r\n`),
  };
  expect((await ask("s3", [{ Action: "s3:PutObject", Resource: "*" }], chunked)).refused?.message).toContain(
    'not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::b/a"',
  );
  const right = { Action: "s3:DeleteObject", Resource: "arn:aws:s3:::b/a" };
  expect((await ask("s3", [right], chunked)).refused).toBeUndefined();
});

test.each([
  ["no key is named", deleteRequest(""), "MalformedXML"],
  ["the copy's source is no text", copyOf("%zz/k"), "InvalidArgument"],
])("nobody makes a call that can't be read: %s", async (_, call, code) => {
  for (const principal of [worker, owner]) {
    const { refused } = await ask("s3", [{ Action: "s3:*", Resource: "*" }], { ...call, principal });
    expect(refused).toMatchObject({ code, status: 400 });
  }
});

test("what a bucket's policy denies to everybody is refused, whatever the role allows", async () => {
  const { guard } = guardFor({ Action: "s3:*", Resource: "*" });
  const everything = parsePolicy({ Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } });
  const denied = parsePolicy({
    Statement: {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::b/closed/*",
    },
  });
  const strict = new Guard({
    statementsOf: () => everything,
    resourceStatements: denied,
    log: () => undefined,
  });
  const put = needed.s3(request({ method: "PUT", path: "/b/closed/x" }));
  expect(() => guard.check(worker, put)).not.toThrow();
  expect(() => strict.check(worker, put)).toThrow(/with an explicit deny in a resource-based policy$/);
  expect(() => strict.check(worker, needed.s3(request({ path: "/b/closed/x" })))).not.toThrow();
});

test("a function lets those in whom its policy names", () => {
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:submit";
  const log: string[] = [];
  const invocationStatements = parsePolicy({
    Statement: {
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: arn,
      Condition: {
        ArnLike: { "AWS:SourceArn": "arn:aws:execute-api:us-east-1:000000000000:api/*/POST/test" },
      },
    },
  });
  const guard = new Guard({ statementsOf: () => [], invocationStatements, log: (line) => log.push(line) });
  const from = (part: string) =>
    ({ kind: "service", sourceArn: `arn:aws:execute-api:us-east-1:000000000000:api/live/${part}` }) as const;
  expect(() => guard.checkInvocation(from("POST/test"), arn)).not.toThrow();
  expect(() => guard.checkInvocation(from("POST/test"), `${arn}-other`)).toThrow(AwsError);
  expect(() => guard.checkInvocation(from("GET/test"), arn)).toThrow(
    "Invalid permissions on Lambda function",
  );
  expect(log.at(-1)).toBe(`Refused: ${from("GET/test").sourceArn} has no permission to invoke ${arn}.`);
});

describe("an object that isn't there", () => {
  const read = { Action: "s3:GetObject", Resource: "*" };
  const list = { Action: "s3:ListBucket", Resource: "*", Condition: { StringLike: { "s3:prefix": "a/*" } } };
  const get = async (statements: readonly object[], path: string) => {
    const missing = async () => {
      throw new AwsError("NoSuchKey", "not here", 404);
    };
    return guardFor(...statements).guard.objects(missing, needed.s3)(request({ path }));
  };

  test("is said not to be there to those who may list its prefix", async () => {
    await expect(get([read, list], "/b/a/x")).rejects.toMatchObject({ code: "NoSuchKey", status: 404 });
  });

  test("is forbidden to all others, so that nobody learns what exists", async () => {
    await expect(get([read], "/b/a/x")).rejects.toMatchObject({ code: "AccessDenied", status: 403 });
    await expect(get([read, list], "/b/z/x")).rejects.toMatchObject({ code: "AccessDenied", status: 403 });
  });
});

test("each allowed call of a role is reported by its action; refused ones and the owner's are not", async () => {
  const actions: string[] = [];
  const statements = parsePolicy({ Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" } });
  const onCall = (action: string) => actions.push(action);
  const guard = new Guard({ statementsOf: () => statements, log: () => undefined, onCall });
  const service = guard.service(async () => ({ status: 200 }), needed.s3);
  await service(request({ path: "/b/k" }));
  expect(() => service(request({ method: "PUT", path: "/b/k" }))).toThrow("not authorized");
  await service(request({ method: "PUT", path: "/b/k", principal: owner }));
  expect(actions).toEqual(["s3:GetObject"]);
});
