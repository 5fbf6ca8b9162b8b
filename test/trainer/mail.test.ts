import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { AwsError } from "local-region/testing";
import { profileSchema } from "../../course/student.ts";
import type { UnsureMail } from "../../trainer/mail/unsure-mail.ts";
import { mondayRun, profile, rosterLine, settings, student } from "../tasks/support/course.ts";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";
import { failedRun, gradeOf, storeRuns } from "./support/runs-with-mails.ts";

let cloud: CourseCloud;
const minutes = 60_000;

const put = (key: string, value: unknown) =>
  cloud.bucket.put(key, typeof value === "string" ? value : JSON.stringify(value));
const mailKey = (student: string, revision = 1) => `students/${student}/mail/linux/t1/${revision}.json`;
const claim = (student: string, run = mondayRun) => put(mailKey(student), { state: "claimed", runId: run });
const pass = (ms: number) => cloud.clock.moveTo(cloud.clock.now() + ms);
beforeEach(async () => {
  cloud = await startCourseCloud();
  await storeRuns(cloud);
});
afterEach(() => cloud.stop());

const unsure = async (): Promise<UnsureMail[]> => {
  const { out } = await cloud.trainer("mail", "--unknown", "--json");
  return out === "" ? [] : out.split("\n").map((line) => JSON.parse(line));
};
const unsureIds = async () => (await unsure()).map(({ id }) => id);

/** SES takes every mail. */
const takeMails = () => {
  const taken: Record<string, string>[] = [];
  const take = (fields: unknown) => {
    taken.push(Object(fields));
    return `message-${taken.length}`;
  };
  cloud.script.SendEmail = take;
  cloud.script.SendRawEmail = take;
  return taken;
};

describe("mail --unknown", () => {
  test("lists what was claimed and never confirmed, in closed runs and in others", async () => {
    await claim("ann");
    await put(mailKey("bob"), { state: "sent", runId: mondayRun, messageId: "m" });
    await claim("cid");
    await put(mailKey("dan"), { state: "refused", runId: mondayRun, reason: "no such address" });
    await claim("eva", failedRun);
    pass(6 * minutes);
    const { code, out, err } = await cloud.trainer("mail", "--unknown");
    expect(code).toBe(0);
    const reason = "The sending was begun and never confirmed.";
    expect(out.split("\n")).toEqual([
      `eva/linux/t1/1  unknown  run ${failedRun}  ${reason}`,
      `ann/linux/t1/1  unknown  run ${mondayRun}  ${reason}`,
      `cid/linux/t1/1  unknown  run ${mondayRun}  ${reason}`,
    ]);
    expect(err).toBe(
      `Run ${failedRun} is failed: looking through the mails of all its students.\n` +
        "Ask whether it came. Then: --settle ID --sent, or --resend ID to send it again.",
    );
  });

  test("--refused lists what SES refused and nobody has settled; it is sent again, or recorded as told by other means", async () => {
    for (const [id, run] of [
      ["dan", mondayRun],
      ["eva", failedRun],
    ] as const)
      await put(mailKey(id), { state: "refused", runId: run, reason: "no such address" });
    const listed = async () => cloud.trainer("mail", "--refused");
    expect((await listed()).out.split("\n")).toEqual([
      `eva/linux/t1/1  refused  run ${failedRun}  no such address`,
      `dan/linux/t1/1  refused  run ${mondayRun}  no such address`,
    ]);
    const taken = takeMails();
    expect((await cloud.trainer("mail", "--resend", "eva/linux/t1/1")).code).toBe(0);
    expect(taken).toHaveLength(1);
    await cloud.trainer("mail", "--settle", "dan/linux/t1/1", "--sent");
    const { out, err } = await listed();
    expect([out, err.split("\n").at(-1)]).toEqual(["", "SES has refused no mail that nobody has settled."]);
  });

  test("dead-letters says when the stack does not name its queues yet", async () => {
    const { code, err } = await cloud.trainer("dead-letters");
    expect([code, err]).toEqual([1, expect.stringContaining("Deploy it again to see them.")]);
  });

  test("lists the trainer's own mails, also those that were surely not sent", async () => {
    await put(`runs/${mondayRun}/mail/gradebook.json`, { state: "claimed", runId: mondayRun });
    await put(`runs/${failedRun}/mail/failure.json`, {
      state: "refused",
      runId: failedRun,
      reason: "denied",
    });
    pass(6 * minutes);
    expect(await unsure()).toEqual([
      { id: `${failedRun}/failure`, state: "not-sent", runId: failedRun, reason: "denied" },
      { id: `${mondayRun}/gradebook`, state: "unknown", runId: mondayRun, reason: expect.any(String) },
    ]);
  });

  test("counts the mails that may be under way, and says when they can be judged", async () => {
    await claim("ann");
    pass(4 * minutes);
    await claim("bob");
    await claim("cid");
    const young = await cloud.trainer("mail", "--unknown");
    expect(young.out).toBe("");
    expect(young.err.split("\n").at(-1)).toBe(
      "3 mails are too recent to judge; look again after 19:09 (Europe/Warsaw).",
    );
    pass(2 * minutes);
    const { out, err } = await cloud.trainer("mail", "--unknown");
    expect(out).toMatch(/^ann\/linux\/t1\/1 {2}unknown/);
    expect(err.split("\n").at(-1)).toBe(
      "2 more mails are too recent to judge; look again after 19:09 (Europe/Warsaw).",
    );
    pass(4 * minutes);
    expect(await unsureIds()).toEqual(["ann/linux/t1/1", "bob/linux/t1/1", "cid/linux/t1/1"]);
  });

  test("lists invitations whose keys students may not have, and counts those under way", async () => {
    await cloud.bucket.put(
      "course/roster.jsonl",
      ["ann", "eva", "bob", "cid"].map((id) => `${JSON.stringify(student(id))}\n`).join(""),
    );
    const key = { sha256: "a".repeat(64), madeAt: "2026-11-17T18:00:00.000Z" };
    const invited = async (id: string, record: object) => {
      await put(`students/${id}/profile.json`, profileSchema.parse({ ...profile(id), apiKey: key }));
      await put(`students/${id}/mail/invitations/${"a".repeat(32)}.json`, { at: key.madeAt, ...record });
    };
    await invited("ann", { state: "unknown", reason: "cut" });
    await invited("eva", { state: "sent", messageId: "m" });
    await invited("bob", { state: "prepared" });
    await invited("cid", { state: "claimed" });
    expect(await unsure()).toEqual([
      { id: "ann/invitation", state: "unknown", reason: expect.any(String) },
      { id: "bob/invitation", state: "not-sent", reason: "The key was made and not mailed." },
    ]);
    expect((await cloud.trainer("mail", "--unknown")).err).toContain(
      "1 more mail is too recent to judge; look again after 19:01 (Europe/Warsaw).",
    );
    pass(2 * minutes);
    expect(await unsureIds()).toEqual(["ann/invitation", "bob/invitation", "cid/invitation"]);

    const settled = await cloud.trainer("mail", "--settle", "ann/invitation", "--sent");
    expect(settled.out).toBe("Recorded: ann/invitation was sent.");
    const keyOf = async (id: string) =>
      profileSchema.parse(await cloud.json(`students/${id}/profile.json`)).apiKey?.sha256;
    expect(await keyOf("ann")).toBe(key.sha256);
    expect((await cloud.trainer("mail", "--settle", "bob/invitation", "--not-sent")).out).toContain(
      "bob/invitation was not sent. Its key was revoked",
    );
    expect(await keyOf("bob")).toBeUndefined();
    const taken = takeMails();
    expect((await cloud.trainer("mail", "--resend", "cid/invitation")).out).toBe(
      "Sent cid/invitation to cid@example.com, with a new key; the old one has ended.",
    );
    expect(taken[0]?.["Message.Body.Text.Data"]).toContain("If you had a key before");
    expect(await keyOf("cid")).not.toBe(key.sha256);
    expect(await unsureIds()).toEqual([]);
    expect((await cloud.trainer("mail", "--resend", "cid/invitation")).err).toContain("nothing is open");
    expect((await cloud.trainer("mail", "--resend", "bob/invitation")).err).toContain("has no key");
  });

  test("names a mail once that two runs left open, of as many students as there are", async () => {
    const students = Array.from({ length: 20 }, (_, n) => `s${n + 10}`);
    await put(
      `runs/${failedRun}/roster.jsonl`,
      [...students, "ann"].map((id) => `${JSON.stringify(rosterLine(id))}\n`).join(""),
    );
    for (const id of [...students, "ann"]) await claim(id);
    pass(6 * minutes);
    expect(await unsureIds()).toEqual([...students, "ann"].map((id) => `${id}/linux/t1/1`));
  });
});

describe("mail --resend", () => {
  test("sends a student's mail with the same text, and writes it down", async () => {
    await claim("ann");
    pass(6 * minutes);
    const taken = takeMails();
    expect(await cloud.trainer("mail", "--resend", "ann/linux/t1/1")).toEqual({
      code: 0,
      err: "",
      out: "Sent ann/linux/t1/1 to ann@example.com: message message-1",
    });
    expect(taken).toMatchObject([
      {
        Source: `Linux evening class <${settings.sender}>`,
        "Destination.ToAddresses.member.1": "ann@example.com",
        "ReplyToAddresses.member.1": settings.trainer.email,
        "Message.Subject.Data": "Your score for “Title of t1”",
        "Message.Body.Text.Data": expect.stringContaining("Your score for “Title of t1” is 3.33 out of 5"),
      },
    ]);
    const sent = { state: "sent", runId: mondayRun, messageId: "message-1" };
    expect(await cloud.json(mailKey("ann"))).toEqual(sent);
    expect(await unsureIds()).toEqual([]);
    expect(await cloud.trainer("mail", "--resend", "ann/linux/t1/1")).toMatchObject({
      code: 1,
      err: "ann/linux/t1/1 was sent already (message message-1); nothing was done.",
    });
    expect(taken).toHaveLength(1);
  });

  test("of two trainers lets one send", async () => {
    await claim("ann");
    pass(6 * minutes);
    const taken = takeMails();
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => cloud.trainer("mail", "--resend", "ann/linux/t1/1")),
    );
    expect(outcomes.map(({ code }) => code).toSorted()).toEqual([0, 1, 1]);
    expect(taken).toHaveLength(1);
  });

  test("does not touch a mail that a worker, or another trainer, may be sending", async () => {
    await claim("ann");
    pass(3 * minutes);
    const refusal = { code: 1, err: expect.stringContaining("may be under way at this moment") };
    expect(await cloud.trainer("mail", "--resend", "ann/linux/t1/1")).toMatchObject(refusal);
    pass(3 * minutes);
    cloud.script.SendEmail = () => {
      throw new AwsError("InternalFailure", "Who knows.", 500);
    };
    const { err } = await cloud.trainer("mail", "--resend", "ann/linux/t1/1");
    expect(err).toContain("Nobody knows whether ann/linux/t1/1 went out now: InternalFailure: Who knows.");
    expect(await cloud.json(mailKey("ann"))).toMatchObject({
      state: "claimed",
      takeover: expect.any(String),
    });
    expect(await cloud.trainer("mail", "--resend", "ann/linux/t1/1")).toMatchObject(refusal);
    pass(6 * minutes);
    expect(await unsureIds()).toEqual(["ann/linux/t1/1"]);
  });

  test.each([
    ["MessageRejected", 400, "refused"],
    ["Throttling", 400, "released"],
  ])("writes down that SES did not take it: %s", async (name, status, state) => {
    await claim("ann");
    pass(6 * minutes);
    cloud.script.SendEmail = () => {
      throw new AwsError(name, "Not now.", status);
    };
    const { code, err } = await cloud.trainer("mail", "--resend", "ann/linux/t1/1");
    expect({ code, err }).toEqual({
      code: 1,
      err: `SES did not take ann/linux/t1/1, it was not sent: ${name}: Not now.`,
    });
    expect(await cloud.json(mailKey("ann"))).toMatchObject({ state });
    takeMails();
    expect((await cloud.trainer("mail", "--resend", "ann/linux/t1/1")).code).toBe(0);
  });

  test("sends nothing when the mail's grade, student or beginning is not there", async () => {
    const resend = async (id: string) => (await cloud.trainer("mail", "--resend", id)).err;
    expect(await resend("ann/linux/t1/1")).toContain("it was never begun. bin/trainer resume RUN");
    await claim("ann");
    await claim("zoe");
    pass(6 * minutes);
    expect(await resend("zoe/linux/t1/1")).toContain('There is no student "zoe"');
    await put("students/ann/grades/linux/t1.json", gradeOf("ann", 2));
    expect(await resend("ann/linux/t1/1")).toContain("it is at revision 2 now");
    expect(await cloud.json(mailKey("ann"))).toEqual({ state: "claimed", runId: mondayRun });
  });

  test("sends the trainer's gradebook, with the CSV attached, and the news of a failed run", async () => {
    await put(`runs/${mondayRun}/mail/gradebook.json`, { state: "refused", runId: mondayRun, reason: "x" });
    await put(`runs/${failedRun}/mail/failure.json`, { state: "released", runId: failedRun, reason: "x" });
    const taken = takeMails();
    expect((await cloud.trainer("mail", "--resend", `${mondayRun}/gradebook`)).out).toBe(
      `Sent ${mondayRun}/gradebook to trainer@example.com: message message-1`,
    );
    const raw = Buffer.from(taken[0]?.["RawMessage.Data"] ?? "", "base64").toString();
    expect(raw).toContain(`filename=gradebook-${mondayRun}.csv`);
    const failure = await cloud.trainer("mail", "--resend", `${failedRun}/failure`, "--json");
    expect(JSON.parse(failure.out)).toEqual({
      id: `${failedRun}/failure`,
      state: "sent",
      messageId: "message-2",
    });
    expect(taken[1]?.["Message.Body.Text.Data"]).toContain("Error: LedgerNotClosed\n\n1 + 0 is not 2");
    expect(await unsureIds()).toEqual([]);
  });
});

describe("mail --settle", () => {
  test.each([
    ["--sent", "Recorded: ann/linux/t1/1 was sent.", { state: "sent", messageId: "" }],
    ["--not-sent", "Recorded: ann/linux/t1/1 was not sent.", { state: "released" }],
  ])("%s writes down what the trainer found out", async (option, sentence, record) => {
    await claim("ann");
    pass(6 * minutes);
    expect(await cloud.trainer("mail", "--settle", "ann/linux/t1/1", option)).toEqual({
      code: 0,
      out: sentence,
      err: "",
    });
    expect(await cloud.json(mailKey("ann"))).toMatchObject({ runId: mondayRun, ...record });
    expect(await unsureIds()).toEqual([]);
  });

  test("of the trainer's own mail takes it off the list, whatever became of it", async () => {
    await put(`runs/${mondayRun}/mail/gradebook.json`, { state: "claimed", runId: mondayRun });
    pass(6 * minutes);
    expect(await unsureIds()).toEqual([`${mondayRun}/gradebook`]);
    await cloud.trainer("mail", "--settle", `${mondayRun}/gradebook`, "--not-sent");
    expect(await unsureIds()).toEqual([]);
  });
});

describe("mail with all", () => {
  const claimTwo = async () => {
    await claim("ann");
    await claim("eva", failedRun);
    pass(6 * minutes);
  };
  const list = ["eva/linux/t1/1  unknown  run", "ann/linux/t1/1  unknown  run"];

  test("lists them, asks, and sends each again", async () => {
    await put("course/settings.json", { ...settings, mailsPerSecond: 100 });
    await claimTwo();
    const taken = takeMails();
    const no = await cloud.trainerWith({ answer: "" }, "mail", "--resend", "all");
    expect(no).toMatchObject({ code: 1, out: "" });
    for (const part of [...list, "Send these 2 mails again?"]) expect(no.err).toContain(part);
    expect(no.err).toContain("Nothing was done.");
    expect(taken).toEqual([]);
    const yes = await cloud.trainerWith({ answer: "y" }, "mail", "--resend", "all");
    expect([yes.code, yes.out.split("\n")]).toEqual([
      0,
      [
        "Sent eva/linux/t1/1 to eva@example.com: message message-1",
        "Sent ann/linux/t1/1 to ann@example.com: message message-2",
      ],
    ]);
    expect(await cloud.trainer("mail", "--resend", "all")).toMatchObject({
      code: 0,
      out: "",
      err: expect.stringContaining("For every mail it is known whether it went out."),
    });
  });

  test("does nothing where nobody is there to ask, and names --yes, which does not ask", async () => {
    await claimTwo();
    const refused = await cloud.trainerWith({ answer: null }, "mail", "--settle", "all", "--sent");
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("Record that these 2 mails went out?");
    expect(refused.err).toContain(
      "Nothing was done, because there is no terminal to ask at. To do it anyway, add --yes.",
    );
    expect(await unsureIds()).toHaveLength(2);
    const { code, out } = await cloud.trainer("mail", "--settle", "all", "--not-sent", "--yes", "--json");
    expect(code).toBe(0);
    expect(out.split("\n").map((line) => JSON.parse(line))).toEqual([
      { id: "eva/linux/t1/1", state: "not-sent" },
      { id: "ann/linux/t1/1", state: "not-sent" },
    ]);
    expect(await unsureIds()).toEqual([]);
  });

  test("goes on after one that could not be sent, and says which", async () => {
    await put("course/settings.json", { ...settings, mailsPerSecond: 100 });
    await claimTwo();
    await put("students/eva/grades/linux/t1.json", gradeOf("eva", 2));
    takeMails();
    const { code, out, err } = await cloud.trainer("mail", "--resend", "all", "--yes");
    expect([code, out]).toEqual([1, "Sent ann/linux/t1/1 to ann@example.com: message message-1"]);
    expect(err).toContain("eva/linux/t1/1 is about an earlier grade");
  });
});

test.each([
  [[]],
  [["--unknown", "--yes"]],
  [["--resend", "ann/linux/t1/1", "--yes"]],
  [["--settle", "all"]],
  [["--unknown", "--resend", "ann/linux/t1/1"]],
  [["--unknown", "--sent"]],
  [["--unknown", "--not-sent"]],
  [["--settle", "ann/linux/t1/1"]],
  [["--settle", "ann/linux/t1/1", "--sent", "--not-sent"]],
  [["--resend", "ann/linux/t1/0"]],
  [["--resend", "../../course/linux/t1/1"]],
  [["--resend", `${mondayRun}/other`]],
])("mail %j is a usage error", async (args) => {
  const { code, out } = await cloud.trainer("mail", ...args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
});
