import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendTaskSuccessCommand, SFNClient } from "@aws-sdk/client-sfn";
import { afterEach, expect, test } from "@jest/globals";
import { Clock } from "../../src/clock.ts";
import { type FaultPlanInput, faultPlanSchema } from "../../src/faults/fault-plan.ts";
import { makeFaults } from "../../src/faults/faults.ts";
import { type AwsEndpoint, startAwsEndpoint } from "../../src/http/endpoint.ts";
import type { AwsRequest, Json, Principal } from "../../src/ports.ts";
import { permissionsNeeded } from "../../src/services/iam/requests.ts";

const role: Principal = { kind: "role", arn: "arn:aws:iam::000000000000:role/R", logicalId: "GradeRole" };
const needed = permissionsNeeded(() => ["arn:aws:states:us-east-1:000000000000:stateMachine:Run"]);

let endpoint: AwsEndpoint | undefined;

afterEach(async () => {
  await endpoint?.close();
  endpoint = undefined;
});

const planned = (plan: FaultPlanInput) => {
  const logged: string[] = [];
  const clock = new Clock();
  const targets = {
    roles: ["GradeRole", "MailRole"],
    queues: ["arn:aws:sqs:us-east-1:000000000000:GradeQueue", "arn:aws:sqs:us-east-1:000000000000:MailQueue"],
    functions: ["GradeStudent", "CloseRun"],
  };
  const faults = makeFaults({
    plan: faultPlanSchema.parse(plan),
    targets,
    clock,
    log: (line) => logged.push(line),
  });
  return { faults, logged, clock };
};

const credentials = { accessKeyId: "x", secretAccessKey: "x" };

/** Services that count what reaches them, behind an endpoint whose only caller is the role, or the owner. */
const serve = async (plan: FaultPlanInput, principal: Principal = role) => {
  const { faults, logged } = planned(plan);
  const reached: string[] = [];
  const service = async ({ method, path }: AwsRequest) => {
    reached.push(`${method} ${path.split("?")[0]}`);
    return { status: 200, headers: { "content-type": "application/x-amz-json-1.0" }, body: "{}" };
  };
  endpoint = await startAwsEndpoint({
    port: 0,
    keyOf: () => ({ principal, credentials }),
    services: new Map([
      ["s3", faults.service(service, needed.s3)],
      ["states", faults.service(service, needed.states)],
    ]),
    log: (line) => {
      throw new Error(line);
    },
  });
  const access = {
    endpoint: endpoint.url,
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
  };
  return { reached, logged, s3: new S3Client(access), states: new SFNClient(access) };
};

const put = (s3: S3Client, Key: string) =>
  s3.send(new PutObjectCommand({ Bucket: "course", Key, Body: "x" })).then(
    () => "done",
    (error: Error) => error.name,
  );

test("a throttled call is refused as the service words it, and has no effect", async () => {
  const { s3, states, reached } = await serve({ calls: [{ throttle: 1 }] });
  expect(await put(s3, "a")).toBe("SlowDown");
  await expect(
    states.send(new SendTaskSuccessCommand({ taskToken: "t", output: "{}" })),
  ).rejects.toMatchObject({ name: "ThrottlingException", $metadata: { httpStatusCode: 400 } });
  expect(reached).toEqual([]);
});

test("a failing call is a 500 without effect", async () => {
  const { s3, reached } = await serve({ calls: [{ error: 1 }] });
  await expect(
    s3.send(new PutObjectCommand({ Bucket: "course", Key: "a", Body: "x" })),
  ).rejects.toMatchObject({ name: "InternalError", $metadata: { httpStatusCode: 500 } });
  expect(reached).toEqual([]);
});

test("a lost answer cuts the connection after the call has taken effect", async () => {
  const { s3, reached, logged } = await serve({ calls: [{ action: "s3:PutObject", lost: 1 }] });
  await expect(s3.send(new PutObjectCommand({ Bucket: "course", Key: "a", Body: "x" }))).rejects.toThrow(
    "socket hang up",
  );
  expect(reached).toEqual(["PUT /course/a"]);
  expect(logged).toEqual(["Fault 1: s3:PutObject on arn:aws:s3:::course/a is done, its answer lost."]);
});

test("the first rule that fits decides, by action, caller and resource", async () => {
  const { s3 } = await serve({
    calls: [
      { action: "s3:PutObject", on: "/grades/" },
      { action: "s3:PutObject", by: "Mail", error: 1 },
      { action: "s3:*", by: "Grade", throttle: 1 },
    ],
  });
  expect(await put(s3, "students/ann/grades/x")).toBe("done");
  expect(await put(s3, "students/ann/mail/x")).toBe("SlowDown");
});

test("the owner's calls are not disturbed unless the plan says so", async () => {
  const owner: Principal = { kind: "owner" };
  const spared = await serve({ calls: [{ error: 1 }] }, owner);
  expect(await put(spared.s3, "a")).toBe("done");
  await endpoint?.close();
  const asked = await serve({ calls: [{ error: 1 }], ownersCallsToo: true }, owner);
  expect(await put(asked.s3, "a")).toBe("InternalError");
});

test("more calls than the rate allows are throttled", async () => {
  const { s3, reached } = await serve({ calls: [{ perSecond: 0.001 }] });
  expect([await put(s3, "a"), await put(s3, "b"), await put(s3, "c")]).toEqual([
    "done",
    "SlowDown",
    "SlowDown",
  ]);
  expect(reached).toHaveLength(1);
});

test("every n-th call is exactly that", async () => {
  const { s3 } = await serve({ calls: [{ error: { every: 3 } }] });
  const fates = [];
  for (const key of "abcdef") fates.push(await put(s3, key));
  expect(fates).toEqual(["done", "done", "InternalError", "done", "done", "InternalError"]);
});

test("the same seed makes the same faults in whatever order the things come; another seed makes others", async () => {
  const fatesOf = async (seed: number, names: readonly string[]) => {
    const { s3 } = await serve({ seed, calls: [{ error: 0.5 }] });
    const fates = new Map<string, string>();
    for (const name of names) fates.set(name, await put(s3, name));
    await endpoint?.close();
    return fates;
  };
  const names = Array.from({ length: 30 }, (_, i) => `key-${i}`);
  const first = await fatesOf(1, names);
  const backwards = await fatesOf(1, names.toReversed());
  const other = await fatesOf(2, names);
  expect(new Set(first.values())).toEqual(new Set(["done", "InternalError"]));
  expect(names.map((name) => backwards.get(name))).toEqual(names.map((name) => first.get(name)));
  expect(names.map((name) => other.get(name))).not.toEqual(names.map((name) => first.get(name)));
});

test("a call that can't be read is left to its service", async () => {
  const { s3 } = await serve({ calls: [{ action: "sqs:*", error: 1 }] });
  await expect(s3.send(new GetObjectCommand({ Bucket: "course", Key: "a" }))).resolves.toBeDefined();
});

const invoker = (plan: FaultPlanInput) => {
  const { faults } = planned(plan);
  const payloads: Json[] = [];
  const functions = faults.functions({
    invoke: async (_, payload) => {
      payloads.push(payload);
      return { ok: true, payload: "done" };
    },
  });
  return { payloads, invoke: (name: string) => functions.invoke(name, name, role) };
};

test("a function that crashes or times out ends as Lambda words it, some after their work and some before", async () => {
  const { payloads, invoke } = invoker({ functions: [{ name: "Grade", crash: 1 }, { timeout: 1 }] });
  const crashed = await Promise.all(Array.from({ length: 40 }, () => invoke("GradeStudent")));
  expect(new Set(crashed.map((result) => !result.ok && result.error))).toEqual(
    new Set(["Runtime.ExitError"]),
  );
  expect(payloads.length).toBeGreaterThan(0);
  expect(payloads.length).toBeLessThan(40);
  expect(await invoke("CloseRun")).toMatchObject({
    ok: false,
    error: "Sandbox.Timedout",
    cause: expect.stringContaining("Task timed out"),
  });
});

test("a function may be made to crash only before, or only after its work", async () => {
  const before = invoker({ functions: [{ crash: 1, when: "before" }] });
  const after = invoker({ functions: [{ crash: 1, when: "after" }] });
  for (let n = 0; n < 10; n += 1) await Promise.all([before.invoke("Grade"), after.invoke("Grade")]);
  expect([before.payloads.length, after.payloads.length]).toEqual([0, 10]);
});

test("rules that fit nothing are refused, all at once, with what there is", () => {
  const wrong = () =>
    planned({
      calls: [{ by: "Nobody" }],
      messages: [{ queue: "Mial" }],
      functions: [{ name: "Grade" }, { name: "Closerun" }],
    });
  expect(wrong).toThrow('calls[0]: by "Nobody" fits nothing; there are GradeRole, MailRole');
  expect(wrong).toThrow('messages[0]: queue "Mial" fits nothing; there are GradeQueue, MailQueue');
  expect(wrong).toThrow('functions[1]: name "Closerun" fits nothing; there are GradeStudent, CloseRun');
});

test("a throttled function is not started", async () => {
  const { payloads, invoke } = invoker({ functions: [{ throttle: 1 }] });
  await expect(invoke("GradeStudent")).rejects.toMatchObject({
    code: "TooManyRequestsException",
    status: 429,
  });
  expect(payloads).toEqual([]);
});

test("a message that a state machine sends may be sent, and its answer lost", async () => {
  const { faults } = planned({ calls: [{ action: "sqs:SendMessage", lost: 1 }] });
  const sent: string[] = [];
  const queues = faults.queues({
    sendMessage: async ({ body }) => {
      sent.push(body);
      return { MessageId: "1", MD5OfMessageBody: "" };
    },
  });
  await expect(queues.sendMessage({ queueUrl: "http://aws/0/q", body: "x" }, role)).rejects.toMatchObject({
    code: "SdkClientException",
  });
  expect(sent).toEqual(["x"]);
});

test("a role's calls and a state machine's messages reach their service only after the latency, the owner's at once", async () => {
  const { faults, logged } = planned({ latencyMs: 1 });
  const reached: string[] = [];
  const service = faults.service(async ({ principal }) => {
    reached.push(principal.kind);
    return { status: 200 };
  }, needed.s3);
  const queues = faults.queues({
    sendMessage: async () => {
      reached.push("message");
      return { MessageId: "1", MD5OfMessageBody: "" };
    },
  });
  const callOf = (principal: Principal) =>
    service({
      method: "GET",
      path: "/course/key",
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
      principal,
    });
  const later = [callOf(role), queues.sendMessage({ queueUrl: "http://aws/0/q", body: "x" }, role)];
  // No timer fires while promises alone are awaited.
  await callOf({ kind: "owner" });
  expect(reached).toEqual(["owner"]);
  await Promise.all(later);
  expect(reached.toSorted()).toEqual(["message", "owner", "role"]);
  expect(logged).toEqual([]);
});

const message = (id: string) => ({ MessageId: id, ReceiptHandle: id, Body: id, MD5OfBody: "" });

/**
 * A queue that hands out these messages one by one, and the ids in the order in which they are delivered. Once it is
 * empty, a minute passes.
 */
const deliveriesOf = async (plan: FaultPlanInput, ids: readonly string[], deliveries: number) => {
  const { faults, clock } = planned(plan);
  const left = [...ids];
  const consumer = faults.deliveries("arn:aws:sqs:us-east-1:000000000000:GradeQueue", {
    receive: async () => {
      const id = left.shift();
      if (id !== undefined) return [message(id)];
      clock.moveTo(clock.now() + 60_000);
      return [];
    },
    deleteMessages: async () => undefined,
    leaveMessages: async () => undefined,
  });
  const delivered: string[] = [];
  const { signal } = new AbortController();
  while (delivered.length < deliveries) {
    const messages = await consumer.receive("http://aws/0/GradeQueue", { max: 10, waitMs: 1000, signal });
    delivered.push(...messages.map(({ MessageId }) => MessageId));
  }
  return delivered;
};

test("a doubled message is delivered twice, in two batches", async () => {
  const plan = { messages: [{ queue: "Grade", doubled: { every: 2 } }] };
  expect(await deliveriesOf(plan, ["a", "b", "c"], 4)).toEqual(["a", "b", "b", "c"]);
});

test("a late message is overtaken", async () => {
  const plan = { messages: [{ late: { every: 2 }, lateSeconds: 60 }] };
  expect(await deliveriesOf(plan, ["a", "b", "c"], 3)).toEqual(["a", "c", "b"]);
});

test("queues without a rule are left alone", async () => {
  const plan = { messages: [{ queue: "Mail", doubled: 1 }] };
  expect(await deliveriesOf(plan, ["a", "b"], 2)).toEqual(["a", "b"]);
});
