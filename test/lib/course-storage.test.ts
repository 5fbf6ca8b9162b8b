import { describe, expect, test } from "@jest/globals";
import {
  questionIdSchema,
  runIdSchema,
  studentIdSchema,
  subjectSchema,
  submissionIdSchema,
  testIdSchema,
  toInstant,
} from "../../course/ids.ts";
import { noticeIdOf } from "../../course/notices/notice.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type StoredData, storedData } from "../../lib/course-storage.ts";
import { asRecord, ofType, synthesize } from "./support/template.ts";

const student = studentIdSchema.parse("s1");
const ref = { subject: subjectSchema.parse("linux"), testId: testIdSchema.parse("t1") };
const appeal = { studentId: student, ...ref, questionId: questionIdSchema.parse("q1") };
const submissionId = submissionIdSchema.parse("0".repeat(32));
const notice = noticeIdOf(toInstant(new Date(0)));
const run = runIdSchema.parse("2026-11-23T22-00-00Z");

/** A key of each kind, as course/storage/storage-keys.ts makes it. */
const samples: Readonly<Record<StoredData, string>> = {
  settings: keys.settings,
  tests: keys.tests,
  roster: keys.roster,
  removed: keys.removed,
  questions: keys.questions(ref),
  answerKeys: keys.answerKey(ref),
  superseded: keys.superseded(ref),
  profiles: keys.profile(student),
  submissions: keys.submission(student, ref, toInstant(new Date(0)), submissionId),
  scoreLists: keys.scores(student),
  grades: keys.grade(student, ref),
  studentMail: keys.mail(student, ref, 1),
  book: keys.bookPart(0),
  tallies: keys.tally(ref, run, 0),
  appeals: keys.appeal(appeal),
  openAppeals: keys.openAppeal(appeal),
  appealMails: keys.appealsMail("2026-11-23"),
  handedIn: keys.handedIn(student, ref, toInstant(new Date(0)), submissionId),
  calendars: keys.calendar(student),
  reminderChoices: keys.reminderChoice(student),
  noticeClaims: keys.notice(notice),
  noticeLists: keys.noticeList(notice, 0),
  noticeResults: `${keys.noticeResults(notice, 0)}/uuid/manifest.json`,
  noticeReports: keys.noticeReport(notice),
  gradedThrough: keys.gradedThrough,
  runRecords: keys.run(run),
  runRosters: keys.runRoster(run),
  runExtended: keys.runExtended(run),
  runResults: `${keys.runResults(run)}/uuid/manifest.json`,
  partLedgers: keys.partLedger(run, 0),
  partRows: keys.partRows(run, 0),
  runReports: keys.report(run),
  gradebooks: keys.gradebook(run),
  trainerMail: keys.trainerMail(run, "gradebook"),
};

/** As IAM matches: `*` is any text, slashes too. */
const matches = (pattern: string, key: string): boolean =>
  new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(key);

describe("The patterns that rights are given for", () => {
  test.each(Object.entries(samples))("match the keys of %s, and of nothing else", (kind, key) => {
    const matching = Object.entries(storedData).filter(([, pattern]) => matches(pattern, key));
    expect(matching.map(([name]) => name)).toEqual([kind]);
  });

  test.each<[StoredData, string]>([
    ["runRosters", keys.runRoster(run, 7)],
    ["runExtended", keys.runExtended(run, 7)],
    ["runResults", `${keys.runResults(run, 7)}/uuid/manifest.json`],
    ["partLedgers", keys.partLedger(run, 7)],
    ["partRows", keys.partRows(run, 7)],
  ])("match the keys of %s of a later part of a run", (kind, key) => {
    const matching = Object.entries(storedData).filter(([, pattern]) => matches(pattern, key));
    expect(matching.map(([name]) => name)).toEqual([kind]);
  });

  test.each([
    keys.publishing,
    keys.profilesRenewed,
    keys.override(student, ref),
    keys.setByHand(student, ref),
  ])("leave %s to the trainer", (key) => {
    expect(Object.values(storedData).filter((pattern) => matches(pattern, key))).toEqual([]);
  });
});

const resources = await synthesize();

describe("The course's bucket", () => {
  test("is encrypted, versioned, closed to the public, and outlives the stack", () => {
    expect(ofType(resources, "AWS::S3::Bucket").filter(([id]) => id === "StorageBucket")).toEqual([
      [
        "StorageBucket",
        {
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } },
            ],
          },
          LifecycleConfiguration: {
            Rules: [
              {
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
                ExpiredObjectDeleteMarker: true,
                NoncurrentVersionExpiration: { NoncurrentDays: 90 },
                Status: "Enabled",
              },
            ],
          },
          OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          VersioningConfiguration: { Status: "Enabled" },
        },
      ],
    ]);
  });

  test("stays when its stack goes, but not when a first deployment fails", () => {
    const kept = Object.entries(resources).flatMap(([id, { DeletionPolicy, UpdateReplacePolicy }]) =>
      String(DeletionPolicy).startsWith("Retain") ? [[id, DeletionPolicy, UpdateReplacePolicy]] : [],
    );
    expect(kept).toEqual(
      ["StorageBucket", "StudentApiCloudWatchRole", "StudentApiAccount", "StudentPageBucket"].map((id) => [
        ...[id, "RetainExceptOnCreate", "Retain"],
      ]),
    );
  });

  test("deletes the data of students and runs after the months that the course says, and never the course", async () => {
    const { StorageBucket } = await synthesize({ keepMonths: 24 });
    const [always, ...kept] = Object(StorageBucket?.Properties.LifecycleConfiguration).Rules;
    expect(always).not.toHaveProperty("ExpirationInDays");
    expect(kept).toEqual([
      { Prefix: "students/", ExpirationInDays: 730, Status: "Enabled" },
      { Prefix: "runs/2", ExpirationInDays: 730, Status: "Enabled" },
      { Prefix: "gradebook/", ExpirationInDays: 730, Status: "Enabled" },
      { Prefix: "tallies/", ExpirationInDays: 730, Status: "Enabled" },
      { Prefix: "appeals/", ExpirationInDays: 730, Status: "Enabled" },
      { Prefix: "by-test/", ExpirationInDays: 730, Status: "Enabled" },
    ]);
  });

  test("forgets who was to be told what after a month, where there are reminders", async () => {
    const { StorageBucket } = await synthesize({ reminders: {} });
    const [, ...kept] = Object(StorageBucket?.Properties.LifecycleConfiguration).Rules;
    expect(kept).toEqual([{ Prefix: "notices/", ExpirationInDays: 30, Status: "Enabled" }]);
  });

  test("never deletes what was graded by itself, or it would all be graded again", async () => {
    const { StorageBucket } = await synthesize({ keepMonths: 24, reminders: {} });
    const rules: { Prefix?: string }[] = Object(StorageBucket?.Properties.LifecycleConfiguration).Rules;
    const isDeleted = (key: string) =>
      rules.some(({ Prefix }) => Prefix !== undefined && key.startsWith(Prefix));
    const kept = Object.entries(samples).flatMap(([kind, key]) => (isDeleted(key) ? [] : [kind]));
    expect(kept).toEqual([
      "settings",
      "tests",
      "roster",
      "removed",
      "questions",
      "answerKeys",
      "superseded",
      "gradedThrough",
    ]);
  });

  test("takes no call without TLS", () => {
    const [policy] = ofType(resources, "AWS::S3::BucketPolicy");
    expect(asRecord(policy?.[1].PolicyDocument).Statement).toEqual([
      {
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
        Effect: "Deny",
        Principal: { AWS: "*" },
        Resource: ["<StorageBucket.Arn>", "<StorageBucket.Arn>/*"],
      },
    ]);
  });
});
