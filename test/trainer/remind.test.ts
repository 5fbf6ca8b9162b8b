import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { studentIdSchema } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";
import { type CourseFiles, courseFolders, goodCourse } from "./support/course-files.ts";

jest.setTimeout(30_000);

const machine = "arn:aws:states:us-east-1:000000000000:stateMachine:Notices";
const executionArn = "arn:aws:states:us-east-1:000000000000:execution:Notices:1";
/** cora is never invited, so that she has no key. */
const withReminders = {
  "students.csv": `${goodCourse["students.csv"]}cora,cora@example.com,Cora Nit\n`,
  "course.yaml": `${goodCourse["course.yaml"]}reminders: { quiet: "22:00-07:00" }\n`,
};
const boot = { subject: "linux", testId: "boot" };

const folders = courseFolders();
let cloud: CourseCloud;
/** What Step Functions was asked to start. */
let started: { readonly name: string; readonly input: unknown }[];

/** One for all: each test goes on where the one before it ended. */
beforeAll(async () => {
  cloud = await startCourseCloud({ NoticesStateMachineArn: machine });
  started = [];
  cloud.script.StartExecution = (request) => {
    const { stateMachineArn, name, input } = Object(request);
    expect(stateMachineArn).toBe(machine);
    started.push({ name, input: JSON.parse(input) });
    return { executionArn, startDate: 0 };
  };
});
afterEach(() => void started.splice(0));
afterAll(async () => {
  await cloud.stop();
  folders.removeAll();
});

const publish = (changes: CourseFiles = {}, ...args: string[]) =>
  cloud.trainer("publish", folders.make({ ...withReminders, ...changes }), ...args);

describe("Publishing a course with reminders", () => {
  test("as a dry run sends nothing, and as JSON names each mail", async () => {
    const { out, err } = await publish({}, "--dry-run", "--json");
    expect(err).toContain("students who have a key would get these mails");
    expect(JSON.parse(out).notices).toEqual([
      { at: "2026-11-17T19:00:00.000Z", kind: "opened", test: "linux/boot", students: 3 },
    ]);
    expect(started).toEqual([]);
  });

  test("says which mails go to students today, and has them sent", async () => {
    // At 19:00; the test opens at 20:00.
    const { code, err } = await publish();
    expect([code, err.split("\n")]).toEqual([
      0,
      [
        "By reminders in course.yaml, students who have a key get these mails in the next 24 hours:",
        "  Tuesday 17 November 2026, 20:00 (Europe/Warsaw): linux/boot is open, to 3 students",
      ],
    ]);
    const input = { from: expect.stringMatching(/^2026-11-17T18:00:0/) };
    expect(started).toEqual([{ name: expect.stringMatching(/^publish-[0-9a-f]{32}$/), input }]);
    expect(await publish()).toMatchObject({ code: 0, err: "" });
    expect(started).toHaveLength(1);
  });

  test("tells of a test that comes open into the course, from the moment of its publishing on", async () => {
    const shell = goodCourse["linux/boot.yaml"].replace("Booting", "Shells").replace(/opens: .*\n/, "");
    const { err } = await publish({ "linux/shell.yaml": shell });
    expect(err).toContain("  now: linux/shell is open, to 3 students");
    expect(started).toHaveLength(1);
    expect(await cloud.json("course/tests.json")).toMatchObject([
      { testId: "boot" },
      { testId: "shell", openSince: expect.stringMatching(/^2026-11-17T18:00:0/) },
    ]);
    expect(await publish({ "linux/shell.yaml": shell })).toMatchObject({ err: "" });
    expect(started).toHaveLength(1);
  });
});

describe("Reminding by hand", () => {
  const submit = (id: string) =>
    cloud.bucket.put(
      `${keys.submissions(studentIdSchema.parse(id))}linux/boot/2026-11-17T19:30:00.000Z-${"a".repeat(32)}.json`,
      "{}",
    );

  beforeAll(async () => {
    for (const id of ["adam", "beata"]) await cloud.trainer("config", "--student", id);
    cloud.clock.moveTo(Date.parse("2026-11-17T19:05:00Z"));
    cloud.script.DescribeExecution = () => ({
      ...{ executionArn, stateMachineArn: machine, status: "SUCCEEDED", startDate: 0 },
      output: JSON.stringify([
        {
          ...{ noticeId: "2026-11-17T19-05-01Z-by-hand", reportKey: "notices/x/report.json" },
          counts: {
            ...{ listed: 2, told: 1, already: 1, submitted: 0, off: 0 },
            ...{ lapsed: 0, refused: 0, unknown: 0, failed: 0 },
          },
        },
      ]),
    });
  });

  test("asks before it mails several, and then says what became of the mails", async () => {
    const no = await cloud.trainerWith({ answer: "no" }, "remind");
    expect([no.code, no.err]).toEqual([1, "Mail 2 students? [no] \nNobody was reminded."]);
    const nobody = await cloud.trainerWith({ answer: null }, "remind");
    expect([nobody.code, nobody.err]).toEqual([
      1,
      expect.stringContaining("To remind them anyway, add --yes."),
    ]);
    const { code, err } = await cloud.trainer("remind", "linux/boot", "--yes");
    expect([code, err]).toEqual([0, "1 reminder went out; 1 had one today already."]);
    expect(started).toEqual([
      { name: expect.stringMatching(/^remind-/), input: { remind: { tests: [boot] } } },
    ]);
  });

  test("reminds one student without asking, and not who has turned reminders off", async () => {
    expect((await cloud.trainer("remind", "--student", "adam")).code).toBe(0);
    expect(started).toEqual([{ name: expect.any(String), input: { remind: { studentId: "adam" } } }]);
    const choice = { token: "t".repeat(43), reminders: "off" };
    await cloud.bucket.put(keys.reminderChoice(studentIdSchema.parse("adam")), JSON.stringify(choice));
    const { code, err } = await cloud.trainer("remind", "--student", "adam");
    expect([code, err]).toEqual([0, expect.stringMatching(/^Nobody is to be reminded/)]);
    expect(started).toHaveLength(1);
  });

  test("refuses a test and a student that are not there", async () => {
    expect(await cloud.trainer("remind", "linux/bood")).toMatchObject({
      code: 1,
      err: 'There is no test "linux/bood". There are: linux/boot, linux/shell.',
    });
    expect(await cloud.trainer("remind", "--student", "adan")).toMatchObject({
      code: 1,
      err: 'There is no student "adan" on the list. Did you mean adam?',
    });
    expect(await cloud.trainer("remind", "--group", "evening")).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /^Nobody is in the group "evening"\. No student has one: write a column groups/,
      ),
    });
  });

  test("says who has sent in nothing, and does nothing as a dry run", async () => {
    await submit("beata");
    const { code, out, err } = await cloud.trainer("remind", "linux/boot", "linux/shell", "--dry-run");
    expect([code, out, err]).toEqual([0, "beata  linux/shell", "1 student would be reminded."]);
    expect(started).toEqual([]);
  });

  test("leaves out a test that has a score set by hand", async () => {
    const because = ["--because", "ill"];
    expect((await cloud.trainer("score", "beata", "linux/shell", "excused", ...because)).code).toBe(0);
    const { err } = await cloud.trainer("remind", "--student", "beata", "--dry-run");
    expect(err).toMatch(/^Nobody is to be reminded: .* have a score set by hand/);
    expect((await cloud.trainer("score", "beata", "linux/shell", "graded", ...because)).code).toBe(0);
  });

  test("reaches the students of one group", async () => {
    const list =
      "studentId,email,groups\nadam,adam@example.com,evening\nbeata,beata@example.com,late evening\ncora,cora@example.com,late\n";
    const shell = goodCourse["linux/boot.yaml"].replace("Booting", "Shells").replace(/opens: .*\n/, "");
    await publish({ "students.csv": list, "linux/shell.yaml": shell });
    const { out } = await cloud.trainer("remind", "--group", "late", "--dry-run");
    expect(out).toBe("beata  linux/shell");
    expect((await cloud.trainer("remind", "--group", "late")).code).toBe(0);
    expect(started).toMatchObject([{ input: { remind: { group: "late" } } }]);
    expect(await cloud.trainer("remind", "--group", "latte")).toMatchObject({
      code: 1,
      err: 'Nobody is in the group "latte". Did you mean late? There are: evening, late.',
    });
  });

  test("says where the reminders are when they fail, and when some did not go out", async () => {
    cloud.script.DescribeExecution = () => ({
      executionArn,
      status: "FAILED",
      error: "Oh",
      cause: "no",
      startDate: 0,
    });
    expect(await cloud.trainer("remind", "--yes")).toMatchObject({
      code: 1,
      err: "The reminders failed: Oh. no",
    });
  });
});

test("a course whose stack has no reminders is told how to turn them on", async () => {
  const other = await startCourseCloud();
  try {
    const folder = folders.make(withReminders);
    expect((await other.trainer("publish", folder)).err).toContain(
      "Warning: course.yaml has reminders, and this stack sends none: deploy it again",
    );
    expect(await other.trainer("remind")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^This course sends no reminders\. Write reminders:/),
    });
  } finally {
    await other.stop();
  }
});
