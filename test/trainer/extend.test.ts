import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { AwsError } from "local-region/testing";
import { studentIdSchema } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";
import { courseFolders, goodCourse } from "./support/course-files.ts";

jest.setTimeout(30_000);

const header = "studentId,subject,testId,until";
const folders = courseFolders();
let cloud: CourseCloud;
let folder: string;
/** Recipient, subject and text of each mail that went out. */
let mails: { to: string; subject: string; text: string }[];

const shells = goodCourse["linux/boot.yaml"]
  .replace("Booting", "Shells")
  .replace(
    "opens: 2026-11-17 20:00\ndeadline: 2026-11-23 23:00",
    "opens: 2026-11-24 20:00\ndeadline: 2026-11-30 23:00",
  );

/** One for all: each test goes on where the one before it ended. The clock stands at 19:00 in Warsaw, then at 21:00. */
beforeAll(async () => {
  cloud = await startCourseCloud();
  mails = [];
  cloud.script.SendEmail = (fields) => {
    const mail = Object(fields);
    mails.push({
      to: mail["Destination.ToAddresses.member.1"],
      subject: mail["Message.Subject.Data"],
      text: mail["Message.Body.Text.Data"],
    });
    return "sent";
  };
  folder = folders.make({
    "students.csv":
      "studentId,email,groups\nadam,adam@example.com,\nbeata,beata@example.com,more\ncyryl,cyryl@example.com,more\n",
    "linux/shells.yaml": shells,
  });
  await cloud.trainer("publish", folder);
  for (const id of ["adam", "beata"]) await cloud.trainer("config", "--student", id);
  cloud.clock.moveTo(Date.parse("2026-11-17T20:00:00Z"));
});
afterAll(async () => {
  await cloud.stop();
  folders.removeAll();
});

const extend = (...args: string[]) => cloud.trainer("extend", ...args, "--into", folder);
const file = () => readFileSync(join(folder, "extensions.csv"), "utf8");
const profile = (id: string) => cloud.json(keys.profile(studentIdSchema.parse(id)));

describe("trainer extend", () => {
  test("as a dry run says what it would do, and writes and mails nothing", async () => {
    const { code, out } = await extend("adam", "linux/boot", "+2d", "--dry-run");
    expect([code, out.split("\n")]).toEqual([
      0,
      [
        "adam  linux/boot  until Wednesday 25 November 2026, 23:00 (Europe/Warsaw)",
        "Evening class (TestTime-evening-class)",
        ...Array(3).fill(expect.any(String)),
        "  ~ adam",
        "Nothing was uploaded: this was a dry run.",
      ],
    ]);
    expect(file).toThrow();
    expect(mails).toEqual([]);
  });

  test("writes the line, publishes it and tells the student once", async () => {
    const { code, err } = await extend("adam", "linux/boot", "2026-11-25", "23:00");
    expect([code, err]).toEqual([0, expect.stringContaining("1 student was told by mail: adam.")]);
    expect(file()).toBe(`${header}\nadam,linux,boot,2026-11-25 23:00\n`);
    expect(await profile("adam")).toMatchObject({ extensions: [{ deadline: "2026-11-25T22:00:00.000Z" }] });
    expect(mails).toEqual([
      {
        to: expect.stringContaining("adam@example.com"),
        subject: "Your own deadline for “Booting”",
        text: expect.stringContaining(
          "- Booting\n  linux · until Wednesday 25 November 2026, 23:00 (Europe/Warsaw)",
        ),
      },
    ]);
    expect((await extend("adam", "linux/boot", "+2d")).err).toContain("Told before, and not again: adam.");
    expect(mails).toHaveLength(1);
  });

  test("replaces the line, and says instead of what", async () => {
    const { out } = await extend("adam", "linux/boot", "+3d", "--no-mail");
    expect(out).toContain(
      "adam  linux/boot  until Thursday 26 November 2026, 23:00 (Europe/Warsaw)  instead of Wednesday 25 November 2026, 23:00 (Europe/Warsaw)",
    );
    expect(file()).toBe(`${header}\nadam,linux,boot,2026-11-26 23:00\n`);
    expect(mails).toHaveLength(1);
  });

  test("gives a group more time in every test, in one mail each, without the name of a test that is not open", async () => {
    const { code, out, err } = await extend("--group", "more", "--all-tests", "+25%", "--json");
    expect([code, err]).toEqual([
      0,
      expect.stringContaining("Not told, because they have no key yet: cyryl."),
    ]);
    expect(JSON.parse(out)).toMatchObject({
      extensions: [
        {
          studentId: "beata",
          subject: "linux",
          testId: "boot",
          until: "2026-11-25T10:45:00.000Z",
          was: null,
        },
        { studentId: "beata", subject: "linux", testId: "shells", until: "2026-12-02T10:45:00.000Z" },
        { studentId: "cyryl", testId: "boot" },
        { studentId: "cyryl", testId: "shells" },
      ],
      published: { dryRun: false },
      mails: [
        { studentId: "beata", status: "told" },
        { studentId: "cyryl", status: "no-key" },
      ],
    });
    expect(file().split("\n")).toHaveLength(7);
    const [mail] = mails.slice(1);
    expect(mail?.text).toContain("You have a deadline of your own for a test that opens later, too.");
    expect(mail?.text).not.toContain("Shells");
    expect(mails).toHaveLength(2);
  });

  test("says who was not told when SES refuses, and that the time is published", async () => {
    const { SendEmail } = cloud.script;
    cloud.script.SendEmail = () => {
      throw new AwsError("MessageRejected", "No.", 400);
    };
    const { code, err } = await extend("adam", "linux/boot", "+4d");
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/The time is published\.\nadam: not told\. .*No\./),
    ]);
    expect(await profile("adam")).toMatchObject({ extensions: [{ deadline: "2026-11-27T22:00:00.000Z" }] });
    if (SendEmail) cloud.script.SendEmail = SendEmail;
    expect((await extend("adam", "linux/boot", "+4d")).err).toContain("1 student was told by mail: adam.");
  });
});

describe("trainer extend writes, publishes and mails nothing, and says why", () => {
  test.each<[string, string[], number, string]>([
    [
      "an unknown student",
      ["adan", "linux/boot", "+2d"],
      1,
      'There is no student "adan" on the list. Did you mean adam?',
    ],
    [
      "an unknown test",
      ["adam", "linux/bot", "+2d"],
      1,
      'There is no test "linux/bot" in the folder. Did you mean linux/boot? There are: linux/boot, linux/shells.',
    ],
    [
      "a group that nobody has",
      ["--group", "mor", "linux/boot", "+2d"],
      1,
      'Nobody is in the group "mor". Did you mean more? There are: more.',
    ],
    [
      "no time",
      ["adam", "linux/boot", "soon"],
      1,
      '"soon" is no time: write a date and time such as "2026-12-01 23:00"',
    ],
    [
      "a time that is past",
      ["adam", "linux/boot", "2026-11-17 20:59"],
      1,
      "linux/boot: until 2026-11-17 20:59 is past: it is Tuesday 17 November 2026, 21:00",
    ],
    [
      "a time that adds nothing",
      ["adam", "linux/boot", "2026-11-23 23:00"],
      1,
      "linux/boot: until 2026-11-23 23:00 adds no time: everybody has it until Monday 23 November 2026, 23:00",
    ],
    [
      "all tests that are over by then",
      ["adam", "--all-tests", "2026-11-20 23:00"],
      1,
      'No test can be extended by "2026-11-20 23:00". linux/boot: until 2026-11-20 23:00 adds no time',
    ],
    ["nobody", ["linux/boot", "+2d"], 2, "Say who gets more time: students' ids, or --group LABEL."],
    ["no test", ["adam", "+2d"], 2, "Say who, which test and until when"],
  ])("with %s", async (_, args, code, sentence) => {
    const before = file();
    const put = cloud.puts.length;
    expect(await extend(...args)).toMatchObject({ code, err: expect.stringContaining(sentence) });
    expect([file(), cloud.puts.length]).toEqual([before, put]);
  });
});

test.each([
  ["is left out", () => ["adam", "linux/boot", "+2d"], /^Say where the course's folder is, --into DIR:/],
  [
    "stands among the students",
    () => [folder, "adam", "linux/boot", "+2d"],
    /^Name the course's folder with --into \S+\.$/m,
  ],
])("extend whose folder %s says how to name it", async (_, args, sentence) => {
  expect(await cloud.trainer("extend", ...args())).toMatchObject({
    code: 2,
    err: expect.stringMatching(sentence),
  });
});

test("a no to what publish asks leaves extensions.csv as it was", async () => {
  const before = file();
  const smaller = goodCourse["students.csv"].split("\n").slice(0, 2).join("\n");
  const other = folders.make({
    "students.csv": smaller,
    "linux/shells.yaml": shells,
    "extensions.csv": `${header}\n`,
  });
  const answer = await cloud.trainerWith(
    { answer: "no" },
    "extend",
    "adam",
    "linux/boot",
    "+5d",
    "--into",
    other,
  );
  expect([answer.code, answer.err]).toEqual([1, expect.stringContaining("Nothing was published.")]);
  expect(readFileSync(join(other, "extensions.csv"), "utf8")).toBe(`${header}\n`);
  expect(file()).toBe(before);
});

describe("more time in all tests, when one has closed", () => {
  const all = async (...args: string[]) => {
    const { code, out, err } = await extend(...args, "--all-tests", "+5d", "--dry-run");
    return { code, err, extended: out.split("\n").filter((line) => line.includes("until")) };
  };

  beforeAll(() => cloud.clock.moveTo(Date.parse("2026-11-26T12:00:00Z")));

  test("does not open it again, and says so and how to", async () => {
    const { code, err, extended } = await all("beata");
    expect([code, extended]).toEqual([0, [expect.stringMatching(/^beata +linux\/shells +until/)]]);
    expect(err).toContain(
      "Closed already, and left so: linux/boot. To open one again, name it in place of --all-tests.",
    );
  });

  test("prolongs it for somebody to whom it is still open", async () => {
    const { code, err, extended } = await all("adam");
    expect([code, extended.length]).toEqual([0, 2]);
    expect(err).not.toContain("Closed");
  });
});
