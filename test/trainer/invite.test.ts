import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { AwsError } from "local-region/testing";
import * as z from "zod";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";
import { courseFolders } from "./support/course-files.ts";

/** Each test publishes a course, on a machine that may be busy. */
jest.setTimeout(30_000);

const folders = courseFolders();
let cloud: CourseCloud;
/** Mails that SES took, as it was asked to send them. */
let mails: Readonly<Record<string, string>>[];

const mailSchema = z.record(z.string(), z.string());

beforeEach(async () => {
  cloud = await startCourseCloud();
  mails = [];
  cloud.script.SendEmail = (fields) => {
    mails.push(mailSchema.parse(fields));
    return `m${mails.length}`;
  };
  expect((await cloud.trainer("publish", folders.make())).code).toBe(0);
});
afterEach(async () => {
  await cloud.stop();
  folders.removeAll();
});

const profileSchema = z.object({ apiKey: z.object({ sha256: z.string() }).nullable() });

const hashOf = async (student: string): Promise<string | undefined> =>
  profileSchema.parse(await cloud.json(`students/${student}/profile.json`)).apiKey?.sha256;

const invitationsOf = async (student: string): Promise<unknown[]> => {
  const found: unknown[] = [];
  for await (const key of cloud.bucket.list(`students/${student}/mail/invitations/`)) {
    found.push(await cloud.json(key));
  }
  return found;
};

const textOf = (mail: Readonly<Record<string, string>> | undefined): string =>
  mail?.["Message.Body.Text.Data"] ?? "";

/** The key stands on a line of its own. */
const keyIn = (mail: Readonly<Record<string, string>> | undefined): string =>
  /^[a-z]+\.[A-Za-z0-9_-]{43}$/m.exec(textOf(mail))?.[0] ?? "";

const linkOf = (mail: Readonly<Record<string, string>> | undefined): URL =>
  new URL(/http\S+#\S+/.exec(textOf(mail))?.[0] ?? "");

describe("Inviting everybody without a key", () => {
  test("mails each a link, and a key that is the student's own, and stores its hash only", async () => {
    const { code, out } = await cloud.trainer("invite", "--all-without-key");
    expect([code, out.split("\n").toSorted()]).toEqual([0, ["adam", "beata"]]);
    expect(mails.map((mail) => mail["Destination.ToAddresses.member.1"]).toSorted()).toEqual([
      "adam@example.com",
      "beata@example.com",
    ]);
    for (const mail of mails) {
      const [student = "", secret = ""] = keyIn(mail).split(".");
      expect(linkOf(mail).hash).toBe(`#student=${student}`);
      expect(await hashOf(student)).toBe(createHash("sha256").update(secret).digest("hex"));
      expect(linkOf(mail).search).toBe("");
      expect(await invitationsOf(student)).toEqual([
        { state: "sent", at: expect.any(String), messageId: expect.stringMatching(/^m\d$/) },
      ]);
      expect(JSON.stringify(await invitationsOf(student))).not.toContain(secret);
    }
  });

  test("again sends nothing", async () => {
    await cloud.trainer("invite", "--all-without-key");
    const again = await cloud.trainer("invite", "--all-without-key");
    expect([again.code, again.out, mails.length]).toEqual([0, "", 2]);
    expect(again.err).toContain("2 with a key already");
  });

  test("by two trainers at once sends each student one mail", async () => {
    await Promise.all([
      cloud.trainer("invite", "--all-without-key"),
      cloud.trainer("invite", "--all-without-key"),
    ]);
    const addresses = mails.map((mail) => mail["Destination.ToAddresses.member.1"]);
    expect(addresses.toSorted()).toEqual(["adam@example.com", "beata@example.com"]);
  });

  test("as a dry run says who would be, and does nothing", async () => {
    const { code, out } = await cloud.trainer("invite", "--all-without-key", "--dry-run", "--json");
    expect([code, mails.length, await hashOf("adam")]).toEqual([0, 0, undefined]);
    expect(JSON.parse(out).students).toHaveLength(2);
  });

  test("takes the key back when SES refuses the mail, so that the next time invites", async () => {
    const send = cloud.script.SendEmail;
    cloud.script.SendEmail = () => {
      throw new AwsError("MessageRejected", "Email address is not verified.", 400);
    };
    const { code, err } = await cloud.trainer("invite", "--all-without-key");
    expect(code).toBe(1);
    expect(err).toMatch(/adam: not sent, and no key was made\. .*not verified/);
    expect([await hashOf("adam"), await hashOf("beata")]).toEqual([undefined, undefined]);
    expect(await invitationsOf("adam")).toMatchObject([{ state: "released" }]);
    if (send) cloud.script.SendEmail = send;
    expect((await cloud.trainer("invite", "--all-without-key")).code).toBe(0);
    expect(mails).toHaveLength(2);
  });

  test("mails a new key to whom an unfinished mail may have reached, and says so to student and trainer", async () => {
    const send = cloud.script.SendEmail;
    cloud.script.SendEmail = () => {
      throw new AwsError("ServiceUnavailable", "Try later.", 503);
    };
    const first = await cloud.trainer("invite", "--student", "adam");
    expect(first.code).toBe(1);
    expect(first.err).toContain("adam: it is not known whether the mail went out.");
    expect(first.err).toContain("Run the command again");
    expect(await hashOf("adam")).toEqual(expect.any(String));
    if (send) cloud.script.SendEmail = send;
    const { code, err, out } = await cloud.trainer("invite", "--all-without-key");
    expect([code, out.split("\n").toSorted()]).toEqual([0, ["adam", "beata"]]);
    expect(err).toContain("That key has ended, and the new mail says so: adam");
    const replaced = mails.filter((mail) =>
      textOf(mail).includes("If you had a key before, it no longer works"),
    );
    expect(replaced.map((mail) => mail["Destination.ToAddresses.member.1"])).toEqual(["adam@example.com"]);
  });
});

describe("Inviting one student", () => {
  test("who has a key needs --rotate, which ends the old key", async () => {
    await cloud.trainer("invite", "--student", "adam");
    const before = await hashOf("adam");
    const refused = await cloud.trainer("invite", "--student", "adam");
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("--rotate")]);
    expect(await hashOf("adam")).toBe(before);
    expect((await cloud.trainer("invite", "--student", "adam", "--rotate")).code).toBe(0);
    expect(await hashOf("adam")).not.toBe(before);
    expect(mails).toHaveLength(2);
  });

  test("with --rotate keeps the old key when the mail surely did not go out", async () => {
    await cloud.trainer("invite", "--student", "adam");
    const before = await hashOf("adam");
    cloud.script.SendEmail = () => {
      throw new AwsError("MessageRejected", "No.", 400);
    };
    expect((await cloud.trainer("invite", "--student", "adam", "--rotate")).code).toBe(1);
    expect(await hashOf("adam")).toBe(before);
  });

  test("who is not on the list is refused", async () => {
    const { code, err } = await cloud.trainer("invite", "--student", "zoe");
    expect([code, err]).toEqual([1, expect.stringContaining('no student "zoe"')]);
  });

  test.each([[[]], [["--student", "adam", "--all-without-key"]], [["--all-without-key", "--rotate"]]])(
    "is asked for in one way: %j is a wrong command line",
    async (args) => {
      expect((await cloud.trainer("invite", ...args)).code).toBe(2);
      expect(mails).toEqual([]);
    },
  );
});
