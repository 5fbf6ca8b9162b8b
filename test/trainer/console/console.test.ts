import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Door, openDoor, ownHosts } from "local-region/http";
import { AwsError } from "local-region/testing";
import * as z from "zod";
import type { RunRecord } from "../../../course/run/run-record.ts";
import { findCourseStack } from "../../../trainer/aws/course-stack.ts";
import type { Change } from "../../../trainer/console/change-feed.ts";
import { type OpenConsole, openConsole } from "../../../trainer/console/open-console.ts";
import { mondayRun, rosterLine, runId } from "../../tasks/support/course.ts";
import {
  bucketName,
  type CourseCloud,
  owner,
  stackName,
  startCourseCloud,
  stateMachineArn,
} from "../support/course-cloud.ts";
import { failedRun, gradeOf, storeRuns } from "../support/runs-with-mails.ts";

const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:x`;

let cloud: CourseCloud;
let door: Door;
let port: number;
let opened: OpenConsole | undefined;
/** Requests to Step Functions. */
let asked: unknown[];
let faults: string[];
let isUnreachable: boolean;
let report: ((change: Change) => void) | undefined;
let lose: (() => void) | undefined;
/** Resolves when nobody listens to changes any more. */
let left: Promise<void>;

const index = new TextEncoder().encode("<!doctype html><title>Console</title>");

const open = async (token?: string): Promise<void> => {
  door = await openDoor({
    address: "127.0.0.1",
    port: 0,
    hosts: ownHosts({ address: "127.0.0.1" }),
    takesVisitors: true,
    answer: async (request, response) => opened?.listener(request, response),
    reject: ({ status }, _, response) => response.writeHead(status).end(),
  });
  port = door.port;
  const access = { endpoint: cloud.aws, region: "us-east-1", credentials: owner };
  opened = openConsole({
    files: [{ path: "index.html", contentType: "text/html", cacheControl: "no-cache", body: index }],
    door,
    token,
    access,
    stack: await findCourseStack(access, stackName),
    live: {
      now: () => 5,
      watch: async (listener, onLost) => {
        if (isUnreachable) throw Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
        const { promise, resolve } = Promise.withResolvers<void>();
        [report, lose, left] = [listener, onLost, promise];
        return () => {
          report = undefined;
          resolve();
        };
      },
    },
    costsOf: (arn) => {
      if (arn === "broken") throw new Error("the disk is gone");
      return undefined;
    },
    log: (line) => faults.push(line),
  });
};

beforeEach(async () => {
  cloud = await startCourseCloud({
    DeadLettersUrl: "http://sqs/1/steps",
    UndeliveredUrl: "http://sqs/1/starts",
  });
  asked = [];
  faults = [];
  isUnreachable = false;
  await putRun();
  cloud.script.StartExecution = (input) => {
    asked.push(input);
    return { executionArn, startDate: 2 };
  };
  cloud.script.ListExecutions = (input) => {
    asked.push(input);
    return { executions: [{ executionArn, stateMachineArn, name: "x", status: "RUNNING", startDate: 1.5 }] };
  };
});

afterEach(async () => {
  opened?.close();
  await door.close();
  await cloud.stop();
});

const own = { "x-trainer-console": "1" };

const call = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
    ...init,
  });

const states = (action: string, request: object, headers: Record<string, string> = own): Promise<Response> =>
  call(`/console/api/states/${action}`, { method: "POST", headers, body: JSON.stringify(request) });

const order = (request: object, headers: Record<string, string> = own): Promise<Response> =>
  call("/console/api/runs", { method: "POST", headers, body: JSON.stringify(request) });

const start = (headers: Record<string, string>): Promise<Response> =>
  order({ do: "resume", runId: mondayRun }, headers);

/** Status and sentence of an answer. */
const said = async (answering: Promise<Response>): Promise<[number, unknown]> => {
  const answer = await answering;
  const { said, message } = saidSchema.parse(await answer.json());
  return [answer.status, said ?? message];
};

const saidSchema = z.object({ said: z.string().optional(), message: z.string().optional() });

const described = { executionArn, stateMachineArn, name: "x", startDate: 1, status: "RUNNING" };

const putRun = (more: Partial<RunRecord> = {}): Promise<void> => {
  const run = { runId: mondayRun, executionArn, cutoff: "2026-11-23T22:00:00.000Z", resumes: null };
  const record = { ...run, status: "closed", students: 1, ...more };
  return cloud.bucket.put(`runs/${record.runId}/run.json`, JSON.stringify(record));
};

/** The stream of changes. */
const listen = async () => {
  const answer = await call("/console/api/changes");
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    says: async (words: string): Promise<void> => {
      while (!text.includes(words)) {
        const { value, done } = (await reader?.read()) ?? { value: "", done: true };
        if (done) throw new Error(`The stream ended without ${words}: ${text}`);
        text += value;
      }
    },
    leave: async (): Promise<void> => reader?.cancel(),
  };
};

/** A request under a `Host` that fetch does not let one choose. */
const statusAs = (host: string, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject).end();
  });

describe("A console on the loopback address", () => {
  beforeEach(() => open());

  test("serves its page with a policy that allows its own files only", async () => {
    const answer = await call("/console/");
    expect(await answer.text()).toContain("<title>Console</title>");
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("calls Step Functions in the API's own words", async () => {
    const request = { stateMachineArn, maxResults: 3 };
    const answer = await states("ListExecutions", request);
    expect(await answer.json()).toEqual({
      executions: [{ executionArn, stateMachineArn, name: "x", status: "RUNNING", startDate: 1.5 }],
    });
    expect(asked).toEqual([request]);
  });

  test("resumes a run under a name of its own, so that a call made again starts no second one", async () => {
    expect(await (await start({ ...own })).json()).toEqual({
      said: `Started a run that resumes ${mondayRun}.`,
      executionArn,
    });
    expect(asked).toEqual([
      {
        stateMachineArn,
        input: JSON.stringify({ resume: mondayRun }),
        name: expect.stringMatching(/^by-hand-[\da-f-]{36}$/),
      },
    ]);
  });

  test("resumes no run that is under way, that another resumes, or that is none, in the command's words", async () => {
    await putRun({ status: "open" });
    cloud.script.DescribeExecution = () => ({ ...described, status: "RUNNING" });
    expect(await said(start(own))).toEqual([409, expect.stringContaining("is still under way")]);
    const resumedBy = runId(`${mondayRun}-resume-1`);
    await putRun({ resumedBy });
    await putRun({ runId: resumedBy, resumes: mondayRun, status: "open" });
    expect(await said(start(own))).toEqual([409, expect.stringContaining(`resumed by run ${resumedBy}`)]);
    await cloud.bucket.removeAll(`runs/${mondayRun}/`, () => undefined);
    expect(await said(start(own))).toEqual([409, expect.stringContaining("There is no run")]);
    expect(asked).toEqual([]);
  });

  test("stops a run of this course that is under way, and no other execution", async () => {
    const stopped: unknown[] = [];
    cloud.script.DescribeExecution = () => ({ ...described, status: "RUNNING" });
    cloud.script.StopExecution = (input) => {
      stopped.push(input);
      return { stopDate: 3 };
    };
    expect(await said(order({ do: "stop", executionArn }))).toEqual([200, "Stopped."]);
    expect(stopped).toMatchObject([{ executionArn, error: "StoppedByTrainer" }]);
    const foreign = executionArn.replace("GradingRun", "Payroll");
    expect(await said(order({ do: "stop", executionArn: foreign }))).toEqual([
      404,
      "This is no run of this course.",
    ]);
    cloud.script.DescribeExecution = () => ({ ...described, status: "SUCCEEDED" });
    expect(await said(order({ do: "stop", executionArn }))).toEqual([
      409,
      "It has ended already (succeeded); nothing was done.",
    ]);
    expect(stopped).toHaveLength(1);
  });

  test("says what is wrong with a request that is none of the action's", async () => {
    const answer = await states("DescribeExecution", { executionArn: 1 });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: "ValidationException", message: expect.stringContaining("executionArn") },
    ]);
  });

  test.each(["StartExecution", "StopExecution", "DeleteStateMachine", "SendTaskSuccess", "toString"])(
    "does not call %s",
    async (action) => {
      expect([(await states(action, {})).status, asked]).toEqual([404, []]);
    },
  );

  test("gives stored objects out as text that no browser runs", async () => {
    await cloud.bucket.put("a b/ü%.json", "<script>1</script>");
    const answer = await call(`/console/api/objects/${bucketName}/a%20b/%C3%BC%25.json`);
    expect(await answer.text()).toBe("<script>1</script>");
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("lists no keys", async () => {
    const answer = await call(`/console/api/objects/${bucketName}?prefix=students/`);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("by their key only")]);
  });

  test("reads no other bucket", async () => {
    const answer = await call("/console/api/objects/another/students.json");
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("course's bucket")]);
  });

  test("answers a refusal as the service words it, and a fault without its inner reason", async () => {
    const refused = await call(`/console/api/objects/${bucketName}/none`);
    expect([refused.status, await refused.json()]).toEqual([
      404,
      { error: "NoSuchKey", message: expect.stringContaining("key") },
    ]);
    const broken = await call("/console/api/costs?executionArn=broken");
    expect([broken.status, await broken.text()]).toEqual([500, expect.not.stringContaining("disk")]);
    expect(faults).toEqual([expect.stringContaining("the disk is gone")]);
  });

  test("says which right the trainer's profile lacks, as AWS says it", async () => {
    cloud.cutOff(() => true);
    const answer = await call(`/console/api/objects/${bucketName}/course.json`);
    expect([answer.status, await answer.json()]).toEqual([
      403,
      {
        error: "AccessDenied",
        message:
          "Your profile lacks the right s3:GetObject. docs/trainer-policy.json has all that the trainer needs. (The line is cut.)",
      },
    ]);
  });

  test("has no inbox where none is kept, and says so", async () => {
    const answer = await call("/console/api/mails");
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining("SES keeps no copies"),
    ]);
  });

  test("says what it runs and what its clock shows", async () => {
    const answer = await call("/console/api/region");
    expect(await answer.json()).toMatchObject({
      hasInbox: false,
      stackName,
      outputs: { BucketName: bucketName, StateMachineArn: stateMachineArn },
      region: "us-east-1",
      now: 5,
    });
  });

  test.each(["/console/nothing.js", "/console/..%2fready.json", "/console/api/unknown"])(
    "has nothing at %s",
    async (path) => {
      expect((await call(path)).status).toBe(404);
    },
  );

  test("answers under its own names only, so that no foreign name can be bound to its address", async () => {
    expect(await statusAs(`localhost:${port}`, "/console/api/region")).toBe(200);
    expect(await statusAs(`evil.example:${port}`, "/console/api/region")).toBe(421);
  });

  test("starts nothing for a page of another site", async () => {
    expect((await start({})).status).toBe(403);
    expect((await start({ ...own, origin: "http://evil.example" })).status).toBe(403);
    expect((await start({ ...own, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(asked).toEqual([]);
    expect((await start({ ...own, origin: `http://127.0.0.1:${port}` })).status).toBe(200);
  });

  test("refuses a request that is larger than any of its own", async () => {
    const body = "x".repeat(600 * 1024);
    const answer = await call("/console/api/runs", { method: "POST", headers: own, body });
    expect([answer.status, asked]).toEqual([413, []]);
  });

  test("knows no cost of an execution that it never saw", async () => {
    expect((await call("/console/api/costs?executionArn=none")).status).toBe(404);
  });

  describe("what waits for the trainer's decision", () => {
    const settle = (request: object) =>
      said(call("/console/api/settle", { method: "POST", headers: own, body: JSON.stringify(request) }));
    const list = async (what: "mails" | "runs"): Promise<unknown> =>
      (await call(`/console/api/settle/${what}`)).json();
    const claimed = { state: "claimed", runId: mondayRun };
    const mailOf = (student: string) => `students/${student}/mail/linux/t1/1.json`;

    /** Between which instants it was claimed; S3 tells whole seconds. */
    let bobsMail = { from: 0, to: 0 };

    beforeEach(async () => {
      await storeRuns(cloud);
      await cloud.bucket.put(mailOf("ann"), JSON.stringify(claimed));
      cloud.clock.moveTo(cloud.clock.now() + 6 * 60_000);
      bobsMail = { from: Math.floor(cloud.clock.now() / 1000) * 1000, to: 0 };
      await cloud.bucket.put(mailOf("bob"), JSON.stringify(claimed));
      bobsMail.to = cloud.clock.now();
    });

    test("is listed: mails of unknown fate, and those too recent to judge", async () => {
      const reason = "The sending was begun and never confirmed.";
      const { young, ...found } = Object(await list("mails"));
      expect(found).toEqual({
        mails: [{ id: "ann/linux/t1/1", state: "unknown", runId: mondayRun, reason }],
        isCut: false,
      });
      const judgedAfterMs = 5 * 60_000;
      expect(young.count).toBe(1);
      expect(Date.parse(young.after)).toBeGreaterThanOrEqual(bobsMail.from + judgedAfterMs);
      expect(Date.parse(young.after)).toBeLessThanOrEqual(bobsMail.to + judgedAfterMs);
    });

    test("is settled as the command does it, once", async () => {
      const request = { id: "ann/linux/t1/1", do: "sent" };
      expect(await settle(request)).toEqual([200, "Recorded: ann/linux/t1/1 was sent."]);
      expect(await settle(request)).toEqual([409, "ann/linux/t1/1 was sent already; nothing was done."]);
      expect(await settle({ id: "bob/linux/t1/1", do: "not-sent" })).toEqual([
        409,
        expect.stringContaining("may be under way at this moment"),
      ]);
      expect(await settle({ id: "../ann", do: "sent" })).toEqual([400, expect.any(String)]);
    });

    test("is sent again, and of two consoles that do it at once one only", async () => {
      let mails = 0;
      cloud.script.SendEmail = () => `message-${++mails}`;
      const answers = await Promise.all([1, 2].map(() => settle({ id: "ann/linux/t1/1", do: "resend" })));
      expect(answers.map(([status]) => status).toSorted()).toEqual([200, 409]);
      expect(mails).toBe(1);
    });

    test("of a run that has not closed, what it has done so far for those who are searched for", async () => {
      const find = async (query: string): Promise<unknown> =>
        (await call(`/console/api/course/runs/${failedRun}/students?${query}`)).json();
      const lines = ["eva", "bob"].map((id) => `${JSON.stringify(rosterLine(id))}\n`);
      await cloud.bucket.put(`runs/${failedRun}/roster.jsonl`, lines.join(""));
      const heads = ["studentId", "name", "email", "linux/t1"];
      const eva = ["eva", "Name of eva", "eva@example.com"];
      const bob = ["bob", "Name of bob", "bob@example.com", "no grade yet"];
      const earlier = [...eva, `3.33 from run ${mondayRun}`];
      expect(await find("words=&by=1&order=down")).toEqual({
        heads,
        rows: [earlier, bob],
        matching: 2,
        sortable: 3,
      });
      const grade = { ...gradeOf("eva", 2), runId: failedRun };
      await cloud.bucket.put("students/eva/grades/linux/t1.json", JSON.stringify(grade));
      expect(await find("words=eva")).toMatchObject({ rows: [[...eva, "3.33"]], matching: 1 });
      const mail = { state: "sent", runId: failedRun, messageId: "m" };
      await cloud.bucket.put("students/eva/mail/linux/t1/2.json", JSON.stringify(mail));
      expect(await find("words=EVA")).toMatchObject({ rows: [[...eva, "3.33, mailed"]] });
      // The run closes while somebody looks.
      const gradebook = '"studentId","name","email","linux/t1"\r\n"eva","Eva","eva@example.com","3.33"\r\n';
      await cloud.bucket.put(`runs/${failedRun}/gradebook.csv`, gradebook);
      await putRun({ runId: failedRun, status: "closed" });
      expect(await find("words=eva")).toEqual({
        heads,
        rows: [["eva", "Eva", "eva@example.com", "3.33"]],
        matching: 1,
      });
    });

    test("names the runs that left something, with whom and why, and none that was resumed", async () => {
      const left = { studentId: "cid", name: "cid", subject: "linux", testId: "t1" };
      expect(await list("runs")).toMatchObject({
        runs: [
          { runId: failedRun, how: "failed", count: 3, left: [] },
          {
            ...{ runId: mondayRun, how: "closed", count: 2 },
            left: [
              { ...left, mailId: "cid/linux/t1/1" },
              { studentId: "dan", isRefused: true },
            ],
          },
        ],
      });
      await cloud.bucket.put(
        mailOf("dan"),
        JSON.stringify({ state: "refused", runId: mondayRun, reason: "no" }),
      );
      expect(await settle({ id: "dan/linux/t1/1", do: "sent" })).toEqual([200, expect.any(String)]);
      expect(await list("runs")).toMatchObject({ runs: [{}, { count: 1, left: [left] }] });
      await putRun({ resumedBy: failedRun });
      expect(await list("runs")).toMatchObject({ runs: [{ runId: failedRun }] });
    });

    describe("of dead letters", () => {
      const arn = "arn:aws:sqs:us-east-1:1:steps";
      const input = { runId: mondayRun, scale: 5, student: rosterLine("ann") };
      const Body = JSON.stringify({ token: "a secret", input });
      const letter = (place: number) => ({
        ...{ MessageId: `m${place}`, ReceiptHandle: `r${place}`, Body, Attributes: { SentTimestamp: "0" } },
        MD5OfBody: createHash("md5").update(Body).digest("hex"),
      });
      let calls: string[];
      let isEmpty: boolean;

      beforeEach(() => {
        [calls, isEmpty] = [[], false];
        const queueOf = (call: unknown) => String(Object(call).QueueUrl ?? Object(call).SourceArn);
        const isOfSteps = (call: unknown) => queueOf(call).endsWith("/steps");
        cloud.script.GetQueueAttributes = (call) => ({
          Attributes: {
            QueueArn: arn,
            ApproximateNumberOfMessages: isOfSteps(call) ? "3" : "0",
            ApproximateNumberOfMessagesNotVisible: "0",
          },
        });
        cloud.script.ReceiveMessage = (call) => {
          expect(call).toMatchObject({ QueueUrl: "http://sqs/1/steps", VisibilityTimeout: 30 });
          const Messages = isEmpty ? [] : [letter(1), letter(2)];
          isEmpty = true;
          return { Messages };
        };
        for (const name of ["ChangeMessageVisibilityBatch", "StartMessageMoveTask", "PurgeQueue"])
          cloud.script[name] = (call) => {
            calls.push(`${name} ${queueOf(call)} ${JSON.stringify(Object(call).Entries ?? "")}`);
            return { Successful: [], Failed: [], TaskHandle: "t" };
          };
      });

      const letters = (order: object) =>
        said(
          call("/console/api/settle/letters", { method: "POST", headers: own, body: JSON.stringify(order) }),
        );

      test("says how many there are and what they ask for, without a token, and gives back what it received", async () => {
        const answer = await call("/console/api/settle/letters");
        const about = { about: `grade ann in run ${mondayRun}`, sentAt: "1970-01-01T00:00:00.000Z" };
        expect(await answer.json()).toEqual({
          queues: [
            { queue: "steps", count: 3, letters: [about, about] },
            { queue: "starts", count: 0, letters: [] },
          ],
        });
        const given = ["r1", "r2"].map((ReceiptHandle, place) => ({
          ...{ Id: String(place), ReceiptHandle, VisibilityTimeout: 0 },
        }));
        expect(calls).toEqual([`ChangeMessageVisibilityBatch http://sqs/1/steps ${JSON.stringify(given)}`]);
      });

      test("puts those of steps back, and deletes those of either queue, as the command does", async () => {
        expect(await letters({ do: "put-back", queue: "steps" })).toEqual([
          200,
          "SQS puts 3 messages back to the queues of their steps.",
        ]);
        expect(await letters({ do: "put-back", queue: "starts" })).toEqual([400, expect.any(String)]);
        expect((await cloud.trainer("dead-letters", "--put-back")).out).toContain("SQS puts 3 messages");
        expect((await cloud.trainer("dead-letters", "--delete", "starts", "--yes")).out).toBe(
          "Deleted 0 messages.",
        );
        expect(calls).toEqual([
          `StartMessageMoveTask ${arn} ""`,
          `StartMessageMoveTask ${arn} ""`,
          `PurgeQueue http://sqs/1/starts ""`,
        ]);
      });

      test("are listed by the command, which asks before it deletes", async () => {
        const { out, err } = await cloud.trainer("dead-letters");
        expect(out.split("\n").slice(0, 2)).toEqual([
          "3 messages of the steps that grade and mail:",
          `  grade ann in run ${mondayRun}  (sent Thursday 1 January 1970, 01:00 (Europe/Warsaw))`,
        ]);
        expect(out).toContain("and 1 more");
        expect(err).toContain("--put-back");
        const refused = await cloud.trainerWith({ answer: "no" }, "dead-letters", "--delete", "steps");
        expect([refused.code, refused.err]).toEqual([
          1,
          'Delete all messages of "steps"? [no] \nNothing was deleted.',
        ]);
        expect((await cloud.trainer("dead-letters", "--delete", "all")).code).toBe(2);
      });
    });

    test("says which right is missing, while what needs another is there", async () => {
      cloud.cutOff(() => true);
      expect(await said(call("/console/api/settle/mails"))).toEqual([
        403,
        expect.stringMatching(/^Your profile lacks the right s3:ListBucket\. docs\/trainer-policy\.json/),
      ]);
      expect((await states("ListExecutions", { stateMachineArn })).status).toBe(200);
      const refused = `User: arn:aws:sts::1:assumed-role/T/me is not authorized to perform: states:StopExecution on resource: ${executionArn} because no identity-based policy allows the states:StopExecution action`;
      cloud.script.DescribeExecution = () => ({ ...described, status: "RUNNING" });
      cloud.script.StopExecution = () => {
        throw new AwsError("AccessDeniedException", refused, 400);
      };
      expect(await said(order({ do: "stop", executionArn }))).toEqual([
        403,
        `Your profile lacks the right states:StopExecution on ${executionArn}. docs/trainer-policy.json has all that the trainer needs. (${refused})`,
      ]);
    });
  });

  test("tells at once what time it is, and then what has changed, many changes in one message", async () => {
    const stream = await listen();
    await stream.says('"now":5');
    report?.({ kind: "execution", executionArn: "arn:one" });
    report?.({ kind: "execution", executionArn: "arn:two" });
    report?.({ kind: "execution", executionArn: "arn:one" });
    report?.({ kind: "objects" });
    await stream.says('"executions":["arn:one","arn:two"],"hasMoreExecutions":false,"hasNewObjects":true');
    await stream.leave();
  });

  test("tells each page of a change, also when another has just begun to listen", async () => {
    const first = await listen();
    await first.says('"now":5');
    report?.({ kind: "mails" });
    const second = await listen();
    await second.says('"hasNewMails":true');
    await first.says('"hasNewMails":true');
    await Promise.all([first.leave(), second.leave()]);
  });

  test("ends the stream when the services are lost, and opens none until they are back", async () => {
    const stream = await listen();
    await stream.says('"now":5');
    isUnreachable = true;
    lose?.();
    await expect(stream.says("more")).rejects.toThrow("The stream ended");
    const refused = await call("/console/api/changes");
    expect([refused.status, await refused.text()]).toEqual([
      502,
      expect.stringContaining("Nothing answers there"),
    ]);
    isUnreachable = false;
    const again = await listen();
    await again.says('"now":5');
    await again.leave();
  });

  test("asks for changes only while a page listens", async () => {
    expect(report).toBeUndefined();
    const stream = await listen();
    await stream.says('"now":5');
    expect(report).toBeDefined();
    await stream.leave();
    await left;
    expect(report).toBeUndefined();
  });
});

describe("A console with a token", () => {
  const token = "a token of the trainer's";

  beforeEach(() => open(token));

  const show = (shown: string, headers: Record<string, string> = {}): Promise<Response> =>
    call("/console/", { method: "POST", headers, body: new URLSearchParams({ token: shown }) });

  test("lets nobody in without it, and asks each page load for it", async () => {
    const page = await call("/console/");
    expect([page.status, await page.text()]).toEqual([401, expect.stringContaining('<form method="post">')]);
    const body = "{}";
    const answer = await call("/console/api/runs", { method: "POST", headers: own, body });
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining("Reload the page")]);
    expect(asked).toEqual([]);
  });

  test("never takes it from an address, which a browser would keep in its history", async () => {
    const answer = await call(`/console/?token=${encodeURIComponent(token)}`);
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([401, null]);
    expect(await answer.text()).not.toContain(token);
  });

  test("takes it from its form and keeps it in a cookie that no script and no other site can use", async () => {
    const welcome = await show(`${token} `);
    expect([welcome.status, welcome.headers.get("location")]).toEqual([303, "/console/"]);
    const [cookie = "", ...attributes] = (welcome.headers.get("set-cookie") ?? "").split("; ");
    expect(attributes).toEqual(["Path=/console", "HttpOnly", "SameSite=Strict"]);
    expect(cookie).not.toContain(token);
    expect((await call("/console/", { headers: { cookie } })).status).toBe(200);
    expect((await show(token, { cookie })).status).toBe(303);
  });

  test("leaves the cookie of another console on this host alone, and takes its own from beside it", async () => {
    const cookie = (await show(token)).headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(cookie).toMatch(new RegExp(`^trainer-console-${port}=`));
    const headers = { cookie: `trainer-console-${port + 1}=of-another; ${cookie}` };
    expect((await call("/console/", { headers })).status).toBe(200);
  });

  test("says that another is not the token, and takes none from another site's form", async () => {
    const wrong = await show("wrong");
    expect([wrong.status, await wrong.text()]).toEqual([401, expect.stringContaining("not the token")]);
    const foreign = await show(token, { origin: "http://evil.example" });
    expect([foreign.status, foreign.headers.get("set-cookie")]).toEqual([403, null]);
  });
});
