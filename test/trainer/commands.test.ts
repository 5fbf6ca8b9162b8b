import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import * as z from "zod";
import { showTest } from "../../tasks/api/show-test.ts";
import { apiEvent } from "../tasks/support/api-event.ts";
import {
  type CourseCloud,
  owner,
  startCourseCloud,
  stateMachineArn,
  trainer,
} from "./support/course-cloud.ts";
import { courseFolders } from "./support/course-files.ts";
import { closed, executionArn, scriptRun } from "./support/scripted-run.ts";

let cloud: CourseCloud;
const folders = courseFolders();

beforeAll(async () => {
  cloud = await startCourseCloud();
  await cloud.trainer("publish", folders.make());
});
afterAll(async () => {
  folders.removeAll();
  await cloud.stop();
});
afterEach(() => {
  for (const operation of Object.keys(cloud.script)) delete cloud.script[operation];
});

const storedHash = async (id: string): Promise<unknown> =>
  Object(await cloud.json(`students/${id}/profile.json`)).apiKey?.sha256;
const hashOf = (key: string): string =>
  createHash("sha256")
    .update(key.slice(key.lastIndexOf(".") + 1))
    .digest("hex");
const shownKey = (out: string): string => /^key=(.+)$/m.exec(out)?.[1] ?? "";

describe("config", () => {
  test("prints the API's address", async () => {
    expect(await cloud.trainer("config")).toEqual({ code: 0, out: "url=http://127.0.0.1:4040", err: "" });
    expect(JSON.parse((await cloud.trainer("config", "--json")).out)).toEqual({
      url: "http://127.0.0.1:4040",
    });
  });

  test("makes a key, shows it once, and stores its hash alone", async () => {
    const made = await cloud.trainer("config", "--student", "adam");
    const key = shownKey(made.out);
    expect(made.out).toBe(`url=http://127.0.0.1:4040\nid=adam\nkey=${key}`);
    expect(key).toMatch(/^adam\.[A-Za-z0-9_-]{43}$/);
    expect(await storedHash("adam")).toBe(hashOf(key));
    expect(JSON.stringify(await cloud.json("students/adam/profile.json"))).not.toContain(key.split(".")[1]);
    const again = await cloud.trainer("config", "--student", "adam");
    expect(again).toMatchObject({ code: 0, out: "url=http://127.0.0.1:4040\nid=adam" });
    expect(again.err).toContain("--rotate");
    expect(await storedHash("adam")).toBe(hashOf(key));
  });

  test("rotates and revokes a key", async () => {
    const first = shownKey((await cloud.trainer("config", "--student", "beata")).out);
    const second = shownKey((await cloud.trainer("config", "--student", "beata", "--rotate")).out);
    expect(second).not.toBe(first);
    expect(await storedHash("beata")).toBe(hashOf(second));
    expect((await cloud.trainer("config", "--student", "beata", "--revoke")).err).toContain("was revoked");
    expect(await storedHash("beata")).toBeUndefined();
    expect((await cloud.trainer("config", "--student", "beata", "--revoke")).err).toBe(
      "The student had no key.",
    );
  });

  test("refuses a student that was never published", async () => {
    expect(await cloud.trainer("config", "--student", "zoe")).toEqual({
      code: 1,
      out: "",
      err: 'There is no student "zoe". Publish a list with the student first.',
    });
  });

  test.each([
    [["--rotate"], "Name the student: --student ID."],
    [["--student", "adam", "--rotate", "--revoke"], "--rotate and --revoke exclude each other."],
    [["--student", "../x"], '"../x" can\'t be a student id: it may hold letters, digits,'],
  ])("%j is a usage error", async (args, sentence) => {
    const { code, err } = await cloud.trainer("config", ...args);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });
});

describe("grade", () => {
  test("starts a run, follows it, and says what came of it and where it lies", async () => {
    const started = scriptRun(cloud, closed(0), 2);
    const { code, out, err } = await cloud.trainer("grade");
    expect(code).toBe(0);
    expect(out).toBe(
      [
        "Run 2026-11-23T22-00-00Z: 2 graded, 0 missing, 0 failed, of 2 tests due.",
        "Report     s3://course/runs/2026-11-23T22-00-00Z/report.json",
        "Gradebook  s3://course/runs/2026-11-23T22-00-00Z/gradebook.csv   (bin/trainer gradebook 2026-11-23T22-00-00Z)",
      ].join("\n"),
    );
    expect(err.split("\n")).toEqual([
      `Started ${executionArn}`,
      "  Open run",
      "  Grade every student",
      "2 of 2 students",
    ]);
    expect(started).toEqual([
      { stateMachineArn, name: expect.stringMatching(/^by-hand-[0-9a-f-]{36}$/), input: "{}" },
    ]);
  });

  test("fails when students failed, naming the way to resume", async () => {
    const failed = {
      studentId: "beata",
      name: "Beata",
      subject: "linux",
      testId: "boot",
      reason: "It is corrupt.",
    };
    const report = { runId: "2026-11-23T22-00-00Z", students: 2, tests: [], missing: [], failed: [failed] };
    const mails = { sent: 1, problems: [] };
    await cloud.bucket.put("runs/2026-11-23T22-00-00Z/report.json", JSON.stringify({ ...report, mails }));
    scriptRun(cloud, closed(1));
    const { code, out, err } = await cloud.trainer("grade");
    expect(code).toBe(1);
    expect(out).toContain("1 failed, of 2 tests due.\n  beata linux/boot: It is corrupt.\nReport");
    expect(err).toContain(
      "1 test could not be graded; the report says why. Then: bin/trainer resume 2026-11-23T22-00-00Z",
    );
  });

  test("fails when the run failed, with its error and cause", async () => {
    scriptRun(cloud, { status: "FAILED", error: "LedgerNotClosed", cause: "1 + 0 + 0 is not 2" });
    const { code, out, err } = await cloud.trainer("grade");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("The run failed with LedgerNotClosed: 1 + 0 + 0 is not 2");
  });

  test.each([
    [{ status: "nothing-due", runId: "2026-11-23T22-00-00Z" }, "every test that is due was graded before."],
    [
      { status: "already-run", runId: "2026-11-23T22-00-00Z", executionArn },
      `belongs to another execution: ${executionArn}`,
    ],
  ])("says when there is nothing to do: %j", async (output, sentence) => {
    scriptRun(cloud, { status: "SUCCEEDED", output: JSON.stringify(output) });
    const { code, out } = await cloud.trainer("grade");
    expect(code).toBe(0);
    expect(out).toContain(sentence);
  });

  test("fails when another execution left the run open, naming the way to resume", async () => {
    const runId = "2026-11-23T22-00-00Z";
    const other = executionArn.replace(/x$/, "y");
    scriptRun(cloud, {
      status: "SUCCEEDED",
      output: JSON.stringify({ status: "already-run", runId, executionArn: other }),
    });
    const { DescribeExecution: ours } = cloud.script;
    cloud.script.DescribeExecution = (input) =>
      JSON.stringify(input).includes(other)
        ? { executionArn: other, stateMachineArn, startDate: 1, status: "FAILED" }
        : ours?.(input);
    const { code, out, err } = await cloud.trainer("grade");
    expect(code).toBe(1);
    expect(out).toContain(`belongs to another execution: ${other}`);
    expect(err).toContain(
      `That execution ended and left the run open. Grade what it left: bin/trainer resume ${runId}`,
    );
  });

  test.each([
    [{ status: "nothing-due", runId: "2026-11-23T22-00-00Z" }, "no deadline of these tests has come yet"],
    [
      { status: "already-run", runId: "2026-11-23T22-00-00Z", executionArn },
      "another run is going on. When it has ended, run the command again",
    ],
  ])("--again fails when nothing was graded again: %j", async (output, reason) => {
    const deadline = "2026-11-23T22:00:00.000Z";
    const published = { subject: "linux", testId: "boot", title: "Booting", opens: null, deadline };
    await cloud.bucket.put("course/tests.json", JSON.stringify([{ ...published, attemptsAllowed: null }]));
    scriptRun(cloud, { status: "SUCCEEDED", output: JSON.stringify(output) });
    const { code, err } = await cloud.trainer("grade", "--again", "linux/boot");
    expect(code).toBe(1);
    expect(err).toContain(`Nothing was graded again: ${reason}.`);
  });

  test("stops following after the time given, and leaves the run alone", async () => {
    scriptRun(cloud, closed(0), 1_000);
    const { code, err } = await cloud.trainer("grade", "--timeout", "0.001");
    expect(code).toBe(1);
    expect(err).toContain(`The run has not ended after 0.001 minutes; it goes on by itself: ${executionArn}`);
  });

  test("resume starts a run for an earlier one, which must be there", async () => {
    const runId = "2026-11-16T22-00-00Z";
    const unknown = await cloud.trainer("resume", runId);
    expect(unknown).toMatchObject({
      code: 1,
      err: `There is no run "${runId}". See the runs with: bin/trainer runs`,
    });
    const record = {
      runId,
      executionArn,
      cutoff: "2026-11-16T22:00:00.000Z",
      resumes: null,
      status: "closed",
      students: 2,
    };
    await cloud.bucket.put(`runs/${runId}/run.json`, JSON.stringify(record));
    const started = scriptRun(cloud, closed(0));
    expect((await cloud.trainer("resume", runId)).code).toBe(0);
    expect(started).toMatchObject([{ input: JSON.stringify({ resume: runId }) }]);
  });

  test("stop asks first, stops a run that is under way, and says how to grade the others", async () => {
    const described = { executionArn, stateMachineArn, name: "x", startDate: 1, status: "RUNNING" };
    cloud.script.ListExecutions = () => ({ executions: [described] });
    cloud.script.DescribeExecution = () => described;
    const stopped: unknown[] = [];
    cloud.script.StopExecution = (input) => {
      stopped.push(input);
      return { stopDate: 3 };
    };
    const refused = await cloud.trainerWith({ answer: "" }, "stop");
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringMatching(/Stop this run\?.*Nothing was stopped\.$/s),
    ]);
    expect(stopped).toEqual([]);
    expect(await cloud.trainer("stop", "latest", "--yes")).toMatchObject({
      code: 0,
      out: "Stopped. To grade the others: bin/trainer resume RUN (bin/trainer runs names it)",
    });
    expect(stopped).toMatchObject([{ error: "StoppedByTrainer" }]);
    expect((await cloud.trainer("stop", "yesterday")).code).toBe(2);
  });

  test("resume takes nothing but a run id", async () => {
    expect((await cloud.trainer("resume", "../../x")).code).toBe(2);
  });
});

describe("finding the course", () => {
  test("a stack that is not there is said so", async () => {
    expect(await cloud.trainer("config", "--stack", "TestTime-other")).toEqual({
      code: 1,
      out: "",
      err: 'There is no stack "TestTime-other" here. Deploy the course first (npm run deploy -- -c course=DIR), or name its stack with --stack or its folder with --course.',
    });
  });

  test("a course's folder names its stack", async () => {
    expect((await cloud.trainer("config", "--course", folders.make())).code).toBe(0);
    const renamed = folders.make({ "course.yaml": "title: Łódź class\n" });
    expect((await cloud.trainer("config", "--course", renamed)).err).toContain(
      "course.yaml:1: trainer is missing",
    );
  });

  test("a local region that is not running is said so, with what to do", async () => {
    expect(await trainer("config", "--local", "--data", "/no/such/data")).toEqual({
      code: 1,
      out: "",
      err: 'No local region is running on /no/such/data (there is no /no/such/data/ready.json). Start one with "npm start -- --data /no/such/data", or name its data folder with --data.',
    });
  });

  test("a local region that has stopped without a word is said so", async () => {
    const data = mkdtempSync(join(tmpdir(), "stopped-"));
    writeFileSync(join(data, "ready.json"), JSON.stringify({ aws: "http://127.0.0.1:9", ...owner }));
    const { code, err } = await trainer("config", "--local", "--data", data);
    rmSync(data, { recursive: true });
    expect(code).toBe(1);
    expect(err).toContain(
      "Nothing answers there. If the local region has stopped, start it again with npm start.",
    );
  });
});

describe("paper", () => {
  const drawn = `title: Drawn
opens: 2026-11-17 20:00
deadline: 2026-11-23 23:00
shuffle: questions, answers
draw: 2
questions:
${[1, 2, 3, 4, 5].map((n) => `  - { id: k${n}, text: "Is it \`${n}\`?", answers: { a: yes, b: no, c: maybe }, right: a, fixed: c }`).join("\n")}
`;
  const shown = async (): Promise<unknown> => {
    const query = { subjectName: "linux", testId: "drawn" };
    const at = "2026-11-20T12:00:00.000Z";
    return Object(await showTest(apiEvent({ query, caller: "adam", at }), cloud.bucket)).body;
  };
  beforeAll(async () => {
    await cloud.trainer("publish", folders.make({ "linux/drawn.yaml": drawn }));
  });

  test("shows what the student is shown", async () => {
    const { code, out } = await cloud.trainer("paper", "adam", "linux/drawn", "--json");
    const paper = JSON.parse(out);
    const parts = { questionId: "", question: "", answers: [] };
    const body = z
      .array(z.looseObject({ questionId: z.string(), question: z.string(), answers: z.unknown() }))
      .parse(await shown());
    expect(code).toBe(0);
    expect(paper).toMatchObject({ studentId: "adam", ownPaper: true, handedIn: null });
    expect(paper.questions).toEqual(
      body.map((each) => Object.fromEntries(Object.keys(parts).map((key) => [key, each[key]]))),
    );
  });

  test("names each question, with the answers in the student's order", async () => {
    const { code, out } = await cloud.trainer("paper", "adam", "linux/drawn");
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Drawn · linux\/drawn · adam: 2 questions of 5, not handed in\n\n1\. \[k\d\] Is it `\d`\?\n( {3}[ab]\) (yes|no)\n){2} {3}c\) maybe\n\n2\. \[k\d\]/,
    );
    expect((await cloud.trainer("paper", "adam", "linux/boot")).out).toContain("everybody is asked the same");
  });

  test("says who or what is not there", async () => {
    expect(await cloud.trainer("paper", "zoe", "linux/drawn")).toMatchObject({
      ...{ code: 1, err: 'There is no student "zoe".' },
    });
    expect((await cloud.trainer("paper", "adam", "linux/none")).err).toContain(
      'There is no test "linux/none"',
    );
    expect((await cloud.trainer("paper", "../x", "linux/drawn")).code).toBe(2);
  });
});

test.each([[[]], [["mark"]], [["publish"]], [["grade", "--timeout", "soon"]], [["runs", "--most", "-1"]]])(
  "%j is a usage error",
  async (args) => {
    const { code, out, err } = await trainer(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).not.toBe("");
  },
);

test("help is no error", async () => {
  const { code, out } = await trainer("--help");
  expect(code).toBe(0);
  expect(out).toContain("publish [options] <dir>");
});
