import { describe, expect, test } from "@jest/globals";
import { AwsError } from "local-region/testing";
import { studentIdSchema } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { verifiedBut } from "./support/course-cloud.ts";
import { type CourseFiles, goodCourse } from "./support/course-files.ts";
import { publishing } from "./support/publishing.ts";
import { png } from "./text/support/pictures.ts";

const { cloud, folders, publish } = publishing();

/** Says that profiles are being written, and then that the roster is. */
const mark = "course/publishing.json";

const published = async (changes: CourseFiles = {}): Promise<void> => {
  expect(await publish(changes)).toMatchObject({ code: 0, err: "" });
  cloud().puts.length = 0;
};

test("a first publishing uploads all, and no index names what is not there yet", async () => {
  expect(await publish()).toEqual({
    code: 0,
    err: "",
    out: [
      "Evening class (TestTime-evening-class)",
      "settings  added",
      "tests     1 added, 0 changed, 0 unchanged, 0 removed",
      "  + linux/boot",
      "students  2 added, 0 changed, 0 unchanged, 0 removed",
      "  + adam",
      "  + beata",
      "The students' page: 9 files.",
    ].join("\n"),
  });
  const at = (key: string) => cloud().puts.indexOf(key);
  expect(at("course/tests.json")).toBeGreaterThan(at("course/tests/linux/boot/questions.json"));
  expect(at("course/tests.json")).toBeGreaterThan(at("course/tests/linux/boot/answer-key.json"));
  expect(at("course/roster.jsonl")).toBeGreaterThan(at("students/adam/profile.json"));
  expect(at("course/roster.jsonl")).toBeGreaterThan(at("students/beata/profile.json"));
  expect(cloud().puts).toHaveLength(9);
});

test("what is stored is what the tasks read", async () => {
  await published();
  expect(await cloud().json("course/settings.json")).toMatchObject({ title: "Evening class", scale: 5 });
  expect(await cloud().json("course/tests.json")).toEqual([
    {
      subject: "linux",
      testId: "boot",
      title: "Booting",
      opens: "2026-11-17T19:00:00.000Z",
      deadline: "2026-11-23T22:00:00.000Z",
      attemptsAllowed: null,
    },
  ]);
  expect(await cloud().json("course/tests/linux/boot/answer-key.json")).toEqual([
    { questionId: "q1", answer: "a", feedback: "PID 1 is started by the kernel." },
    { questionId: "q2", answer: "a" },
  ]);
  expect(JSON.stringify(await cloud().json("course/tests/linux/boot/questions.json"))).not.toMatch(
    /right|PID/,
  );
  const adam = { studentId: "adam", email: "adam@example.com", name: "Adam Wilk", extensions: [] };
  expect(await cloud().json("students/adam/profile.json")).toEqual({ ...adam, onList: true, apiKey: null });
  const roster = (await cloud().bucket.get("course/roster.jsonl"))?.text.split("\n");
  expect(roster).toHaveLength(3);
  expect(JSON.parse(roster?.[0] ?? "")).toEqual(adam);
});

test("publishing the same again uploads nothing", async () => {
  await published();
  const { out } = await publish();
  expect(out).toContain("settings  unchanged\ntests     0 added, 0 changed, 1 unchanged, 0 removed");
  expect(out).toContain("Nothing had to be uploaded.");
  expect(cloud().puts).toEqual([]);
});

test("only what changed is uploaded", async () => {
  await published();
  const csv = goodCourse["students.csv"].replace("beata@", "b.sowa@");
  expect((await publish({ "students.csv": csv })).out).toContain(
    "students  0 added, 1 changed, 1 unchanged, 0 removed\n  ~ beata",
  );
  expect(cloud().puts).toEqual([mark, "students/beata/profile.json", "course/roster.jsonl", mark]);
});

test("a changed answer key is uploaded", async () => {
  await published();
  const yaml = goodCourse["linux/boot.yaml"].replace("right: a\n    feedback", "right: b\n    feedback");
  expect((await publish({ "linux/boot.yaml": yaml })).out).toContain("~ linux/boot");
  expect(await cloud().json("course/tests/linux/boot/answer-key.json")).toMatchObject([{ answer: "b" }, {}]);
});

test("a removed student is off the list and keeps the key and the work", async () => {
  await published();
  await cloud().trainer("config", "--student", "beata");
  const { out } = await publish(
    { "students.csv": "studentId,email,name\nadam,adam@example.com,Adam Wilk\n" },
    "--yes",
  );
  expect(out).toContain("students  0 added, 0 changed, 1 unchanged, 1 removed\n  - beata");
  expect(await cloud().json("students/beata/profile.json")).toMatchObject({
    onList: false,
    apiKey: { sha256: expect.any(String) },
  });
  expect((await cloud().bucket.get("course/roster.jsonl"))?.text).not.toContain("beata");
});

test("a removed test leaves the index, its questions stay for what refers to them", async () => {
  await published({ "linux/shell.yaml": goodCourse["linux/boot.yaml"] });
  expect((await publish()).out).toContain(
    "tests     0 added, 0 changed, 1 unchanged, 1 removed\n  - linux/shell",
  );
  expect(await cloud().json("course/tests.json")).toMatchObject([{ testId: "boot" }]);
  expect(await cloud().json("course/tests/linux/shell/questions.json")).toHaveLength(2);
});

test("an API key survives a change of the student's address", async () => {
  await published();
  await cloud().trainer("config", "--student", "adam");
  const { apiKey } = Object(await cloud().json("students/adam/profile.json"));
  await publish({ "students.csv": goodCourse["students.csv"].replace("adam@", "a.wilk@") });
  expect(await cloud().json("students/adam/profile.json")).toMatchObject({
    email: "a.wilk@example.com",
    apiKey,
  });
});

test("students in another order are another roster, though none changed", async () => {
  await published();
  const [header, adam, beata] = goodCourse["students.csv"].split("\n");
  const { out } = await publish({ "students.csv": [header, beata, adam].join("\n") });
  expect(out).not.toContain("Nothing had to be uploaded.");
  expect(cloud().puts).toEqual([mark, "course/roster.jsonl", mark]);
});

describe("a test without dates of its own", () => {
  const undated = {
    "linux/boot.yaml": goodCourse["linux/boot.yaml"].replace(/^(opens|deadline): .*\n/gm, ""),
  };

  test("ends at the first weekly deadline after the bucket took it, whatever this machine's clock says", async () => {
    await published(undated);
    expect(await cloud().json("course/tests.json")).toMatchObject([
      { opens: null, deadline: "2026-11-23T22:00:00.000Z" },
    ]);
  });

  test("keeps its deadline when it is published again later", async () => {
    await published(undated);
    cloud().clock.moveTo(Date.parse("2026-11-25T12:00:00Z"));
    expect((await publish(undated)).out).toContain("Nothing had to be uploaded.");
    const retitled = { "linux/boot.yaml": undated["linux/boot.yaml"].replace("Booting", "Starting") };
    await publish(retitled);
    expect(await cloud().json("course/tests.json")).toMatchObject([
      { title: "Starting", deadline: "2026-11-23T22:00:00.000Z" },
    ]);
  });
});

test("a dry run says the same and uploads nothing", async () => {
  const { code, out } = await publish({}, "--dry-run");
  expect(code).toBe(0);
  expect(out).toContain("students  2 added");
  expect(out).toContain("Nothing was uploaded: this was a dry run.");
  expect(cloud().puts).toEqual([]);
});

test("a course with something wrong in it uploads nothing and says where", async () => {
  const { code, out, err } = await publish({ "students.csv": "studentId,email\nadam,nowhere\n" });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toBe('students.csv:2: email must be an e-mail address, not "nowhere"');
  expect(cloud().puts).toEqual([]);
});

test("Markdown is stored with its HTML beside it, pictures lie with the page, and what has no markup stays as it was", async () => {
  const boot = goodCourse["linux/boot.yaml"]
    .replace("What starts every other process?", "'Which does ![a disk](disk.png) boot?'")
    .replace("a: init,", "a: '`init`',")
    .replace("PID 1 is started by the kernel.", "'*PID* 1'");
  const { err, out } = await publish({ "linux/boot.yaml": boot, "linux/disk.png": png(4, 3) });
  expect(err).toBe("");
  expect(out).toContain("Pictures: 1 file.");
  const [picture = ""] = (await cloud().pageFiles()).filter((path) => path.startsWith("pictures/"));
  expect(picture).toMatch(/^pictures\/[0-9a-f]{64}\.png$/);
  // Nobody may be shown a question whose picture is not there yet.
  const put = cloud().putsOfPage.find(({ path }) => path === picture);
  expect(put?.after.filter((key) => key.startsWith("course/tests"))).toEqual([]);
  expect(cloud().puts).toContain("course/tests/linux/boot/questions.json");
  expect(await cloud().json("course/tests/linux/boot/questions.json")).toEqual([
    {
      questionId: "q1",
      question: "Which does ![a disk](disk.png) boot?",
      answers: [
        { answerId: "a", answerBody: "`init`" },
        { answerId: "b", answerBody: "the shell" },
      ],
      html: {
        question: `Which does <img src="/${picture}" alt="a disk" width="4" height="3" /> boot?`,
        answers: { a: '<code dir="ltr" translate="no">init</code>' },
      },
      plain: { question: "Which does [a disk] boot?" },
    },
    expect.not.objectContaining({ html: expect.anything() }),
  ]);
  expect(await cloud().json("course/tests/linux/boot/answer-key.json")).toEqual([
    { questionId: "q1", answer: "a", feedback: "*PID* 1", feedbackHtml: "<em>PID</em> 1" },
    { questionId: "q2", answer: "a" },
  ]);
  expect((await publish({ "linux/boot.yaml": boot, "linux/disk.png": png(4, 3) })).out).toContain(
    "Nothing had to be uploaded.",
  );
});

test("scripts get JSON", async () => {
  const { out } = await publish({}, "--json");
  expect(JSON.parse(out)).toEqual({
    stack: "TestTime-evening-class",
    dryRun: false,
    notices: [],
    settings: "added",
    pictures: [],
    page: expect.arrayContaining(["index.html", "openapi.json"]),
    tests: { added: ["linux/boot"], changed: [], unchanged: 0, removed: [] },
    students: { added: ["adam", "beata"], changed: [], unchanged: 0, removed: [] },
    warnings: [],
    losses: [],
  });
});

test("the index says how long anybody has for a test, which changes nothing in the test itself", async () => {
  await published();
  const more = (until: string) => ({
    "extensions.csv": `studentId,subject,testId,until\nadam,linux,boot,${until}\n`,
  });
  const { out } = await publish(more("2026-11-25 23:00"));
  expect(out).toContain("tests     0 added, 0 changed, 1 unchanged, 0 removed");
  expect(cloud().puts).toEqual(expect.arrayContaining(["course/tests.json", "students/adam/profile.json"]));
  expect(cloud().puts).not.toContain("course/tests/linux/boot/questions.json");
  const index = () => cloud().json("course/tests.json");
  expect(await index()).toMatchObject([{ lastDeadline: "2026-11-25T22:00:00.000Z" }]);
  const again = await publish(more("2026-11-25 23:00"));
  expect(again.out).toContain("Nothing had to be uploaded.");
  await publish();
  expect(await index()).toEqual([expect.not.objectContaining({ lastDeadline: expect.anything() })]);
});

test("a publishing that was cut short before its index is mended by the next one", async () => {
  await published();
  const csv = `${goodCourse["students.csv"]}celina,celina@example.com,Celina\n`;
  await cloud().bucket.put(
    "students/celina/profile.json",
    JSON.stringify({
      studentId: "celina",
      email: "old@example.com",
      name: "Celina",
      extensions: [],
      onList: true,
      apiKey: null,
    }),
  );
  expect((await publish({ "students.csv": csv })).code).toBe(0);
  expect(await cloud().json("students/celina/profile.json")).toMatchObject({ email: "celina@example.com" });
});

test("what SES sends too little of for this course is said, and stops nothing", async () => {
  cloud().script.GetSendQuota = () => ({ Max24HourSend: 2, MaxSendRate: 1 });
  const fast = { "course.yaml": `${goodCourse["course.yaml"]}mailsPerSecond: 14\n` };
  const { code, err } = await publish(fast);
  expect(code).toBe(0);
  expect(err.split("\n")).toEqual([
    expect.stringMatching(
      /^Warning: SES sends 2 mails in 24 hours for this account, and a run for 2 students needs more: /,
    ),
    expect.stringMatching(
      /^Warning: SES sends 1 mail a second for this account, and mailsPerSecond says 14: /,
    ),
  ]);
  cloud().script.GetSendQuota = () => {
    throw new AwsError("AccessDenied", "no right to ask", 403);
  };
  expect(await publish(fast)).toMatchObject({
    code: 0,
    err: expect.stringMatching(
      /^Warning: SES does not say how much it sends \(.*\), so that was not checked\. The runs have rights of their own\.$/,
    ),
  });
});

test("a mail to SES's simulator tries the sender, once a publishing and never in a dry run", async () => {
  const tried: unknown[] = [];
  cloud().script.SendToSimulator = (fields) => {
    tried.push(fields);
    return "simulated";
  };
  await cloud().trainer("publish", folders.make(), "--dry-run");
  expect(tried).toEqual([]);
  await publish();
  expect(tried).toMatchObject([
    { Source: "no-reply@example.com", "Destination.ToAddresses.member.1": "success@simulator.amazonses.com" },
  ]);
});

test.each([
  ["MessageRejected", "Email address is not verified.", "Verify the sender, or its domain, in SES."],
  ["ConfigurationSetDoesNotExist", "No such set.", "The sender's default configuration set is gone: "],
])("that SES would refuse the mails is said, with the remedy: %s", async (name, reason, remedy) => {
  cloud().script.SendToSimulator = () => {
    throw new AwsError(name, reason, 400);
  };
  const { code, err } = await publish();
  expect([code, err]).toEqual([
    0,
    expect.stringContaining(
      `Warning: SES refused a mail from no-reply@example.com, and would refuse the students': ${name}`,
    ),
  ]);
  expect(err).toContain(`: ${reason} ${remedy}`);
});

test("a sender that is not verified, a sandbox and a paused account are said", async () => {
  cloud().script.GetSendQuota = () => ({ Max24HourSend: 200, MaxSendRate: 1 });
  cloud().script.GetAccountSendingEnabled = () => ({ Enabled: "false" });
  cloud().script.GetIdentityVerificationAttributes = verifiedBut(
    "no-reply@example.com",
    "adam@example.com",
    "example.com",
  );
  const { code, err } = await publish();
  expect([code, err.split("\n")]).toEqual([
    0,
    [
      "Warning: SES has paused sending for this account: no mail would go out. Its console says why, under Account dashboard.",
      "Warning: The sender no-reply@example.com is not verified in SES: no mail would go out. Verify it, or its domain, in SES.",
      "Warning: SES keeps this account in its sandbox, and 1 student's address is not verified (adam@example.com): they would get no mail. Ask AWS for production access in SES, or verify them.",
    ],
  ]);
});

test("a trainer without any right in SES publishes all the same", async () => {
  const refuse = () => {
    throw new AwsError("AccessDenied", "no right", 403);
  };
  for (const call of [
    "GetSendQuota",
    "GetAccountSendingEnabled",
    "GetIdentityVerificationAttributes",
    "SendToSimulator",
  ])
    cloud().script[call] = refuse;
  const { code, err } = await publish();
  expect(code).toBe(0);
  const lines = err.split("\n");
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).toMatch(/^Warning: .*runs have rights of their own\.$/);
});

describe("What a change does to work that is handed in already", () => {
  const earlier = { "linux/boot.yaml": goodCourse["linux/boot.yaml"].replace("11-23 23:00", "11-17 20:30") };
  const message =
    "linux/boot: the deadline was Monday 23 November 2026, 23:00 (Europe/Warsaw) and becomes Tuesday 17 November 2026, 20:30 (Europe/Warsaw); what was accepted after the new one will not count; unless that is meant, write the old one as `deadline:` into linux/boot.yaml.";

  test("is said by a dry run too, and once only", async () => {
    await published();
    expect((await publish(earlier, "--dry-run")).err).toBe(`Warning: ${message}`);
    expect((await publish(earlier)).err).toBe(`Warning: ${message}`);
    expect((await publish(earlier)).err).toBe("");
  });

  test("is told by the bucket's clock", async () => {
    await published();
    cloud().clock.moveTo(Date.parse("2026-11-17T20:00:00Z"));
    expect((await publish(earlier)).err).toContain("the new one has passed already");
  });

  test("stands in the JSON beside the other warnings, as they are", async () => {
    await published();
    const students = goodCourse["students.csv"].replace("beata@", "adam@");
    const { out } = await publish({ ...earlier, "students.csv": students }, "--json");
    expect(JSON.parse(out).warnings).toEqual([
      { file: "students.csv", line: 3, message: expect.any(String) },
      { file: "linux/boot.yaml", line: 1, message },
    ]);
  });

  test("is known from what runs have graded, and from the profiles of who comes back", async () => {
    await published();
    await publish({ "students.csv": "studentId,email,name\nadam,adam@example.com,Adam Wilk\n" }, "--yes");
    const graded = [{ subject: "linux", testId: "boot", cutoff: "2026-11-23T22:00:00.000Z" }];
    await cloud().bucket.put("runs/graded-through.json", JSON.stringify(graded));
    const csv = `${goodCourse["students.csv"]}celina,celina@example.com,Celina\n`;
    const { err } = await publish({
      "students.csv": csv,
      "linux/boot.yaml": goodCourse["linux/boot.yaml"].replace("right: a", "right: b"),
    });
    expect(err.split("\n")).toEqual([
      expect.stringMatching(/^Warning: linux\/boot: the answer key changes/),
      expect.stringMatching(/^Warning: beata is back on the list/),
    ]);
  });
});

test("a long list is published with its names cut", async () => {
  const lines = Array.from({ length: 150 }, (_, i) => `s${i},s${i}@example.com,Student ${i}`);
  const { out } = await publish({ "students.csv": ["studentId,email,name", ...lines].join("\n") });
  expect(out).toContain("students  150 added");
  expect(out).toContain("  + s19\n  + and 130 more");
  expect((await cloud().bucket.get("students/s149/profile.json"))?.text).toContain("Student 149");
});

describe("Where data is kept for so many months only", () => {
  const yaml = (keepMonths: unknown) => ({
    "course.yaml": `${goodCourse["course.yaml"]}keepMonths: ${keepMonths}\n`,
  });
  const profiles = () => cloud().puts.filter((key) => key.startsWith("students/"));
  const days = 86_400_000;

  test("publishing renews the profiles of the list and choices about mails, at most once in 30 days, keys and all", async () => {
    await published(yaml(24));
    await cloud().trainer("config", "--student", "adam");
    const adam = await cloud().json("students/adam/profile.json");
    const choice = keys.reminderChoice(studentIdSchema.parse("beata"));
    await cloud().bucket.put(choice, JSON.stringify({ token: "t".repeat(43), reminders: "off" }));
    cloud().puts.length = 0;
    await publish(yaml(24));
    expect(profiles()).toEqual([]);
    cloud().clock.moveTo(cloud().clock.now() + 31 * days);
    expect((await publish(yaml(24))).out).toContain("Nothing had to be uploaded.");
    const profilesAndChoice = ["students/adam/profile.json", choice, "students/beata/profile.json"];
    expect(profiles().toSorted()).toEqual(profilesAndChoice);
    expect(await cloud().json("students/adam/profile.json")).toEqual(adam);
    cloud().puts.length = 0;
    await publish(yaml(24));
    expect(profiles()).toEqual([]);
  });

  test("a dry run renews nothing", async () => {
    await published(yaml(24));
    cloud().clock.moveTo(cloud().clock.now() + 31 * days);
    await publish(yaml(24), "--dry-run");
    expect(cloud().puts).toEqual([]);
  });

  test.each([5, 121, 6.5, "a year"])("%s is refused", async (keepMonths) => {
    const { code, err } = await publish(yaml(keepMonths));
    expect(code).toBe(1);
    expect(err).toContain("course.yaml:7: keepMonths ");
  });
});

test("who comes on the list of a published course is known to have come later, and stays so", async () => {
  const students = (...lines: string[]): CourseFiles => ({
    "students.csv": ["studentId,email", ...lines, ""].join("\n"),
  });
  const since = async (id: string): Promise<unknown> =>
    Object(await cloud().json(`students/${id}/profile.json`)).since;
  await published(students("adam,adam@example.com"));
  const publishedAt = Date.parse("2026-11-20T12:00:00Z");
  cloud().clock.moveTo(publishedAt);
  await publish(students("adam,adam@example.com", "eva,eva@example.com"));
  const came = String(await since("eva"));
  // The clock runs on meanwhile.
  expect(Date.parse(came)).toBeGreaterThanOrEqual(publishedAt);
  expect(Date.parse(came)).toBeLessThanOrEqual(cloud().clock.now());
  expect(await since("adam")).toBeUndefined();
  const roster = (await cloud().bucket.get("course/roster.jsonl"))?.text ?? "";
  expect(roster.split("\n")[1]).toContain(`"since":"${came}"`);

  cloud().clock.moveTo(Date.parse("2026-11-21T12:00:00Z"));
  expect((await publish(students("adam,adam@example.com", "eva,eva@example.com"))).out).toContain(
    "Nothing had to be uploaded.",
  );
  await publish(students("eva,eva@other.example"), "--yes");
  await publish(students("adam,adam@example.com", "eva,eva@other.example"));
  expect([await since("adam"), await since("eva")]).toEqual([undefined, came]);
});
