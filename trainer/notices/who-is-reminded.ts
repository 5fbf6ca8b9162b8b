import type { S3Client } from "@aws-sdk/client-s3";
import { findProfile, readTests } from "../../adapters/course-reader.ts";
import { findReminderChoice } from "../../adapters/mail/reminder-choice.ts";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { readJsonLines } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { setByHand } from "../../adapters/tests/submitted.ts";
import { type Instant, type StudentId, testPath } from "../../course/ids.ts";
import type { Notice } from "../../course/notices/notice.ts";
import { remindedByHand } from "../../course/notices/notice-by-hand.ts";
import type { Remind } from "../../course/notices/notices-run.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { studentSchema } from "../../course/student.ts";
import { goesBy } from "../../course/test-names.ts";
import { readHandedIn } from "../status/read-handed-in.ts";

/** A student who is to be reminded, and of what. */
export interface Reminded {
  readonly studentId: StudentId;
  /** `<subject>/<testId>`. */
  readonly tests: readonly string[];
}

export interface RemindedPlace {
  readonly store: ObjectStore;
  readonly client: S3Client;
  readonly bucket: string;
  readonly onStudents: (done: number, total: number) => void;
}

const parallelReads = 16;

interface Candidate {
  readonly studentId: StudentId;
  readonly notices: readonly Notice[];
}

/** As the workflow will find them: with an open test that still counts on them, with a key, and with reminders on. */
export const whoIsReminded = async (
  { store, client, bucket, onStudents }: RemindedPlace,
  wanted: Remind,
  { now, timeZone }: { readonly now: Instant; readonly timeZone: string },
): Promise<Reminded[]> => {
  const tests = await readTests(store);
  const noticesOf = remindedByHand(tests, wanted, now, timeZone);
  const candidates: Candidate[] = [];
  for await (const student of readJsonLines(store, keys.roster, studentSchema)) {
    const notices = noticesOf(student);
    if (notices.length > 0) candidates.push({ studentId: student.studentId, notices });
  }
  const asked = new Set(candidates.flatMap(({ notices }) => notices.map(testPath)));
  const students = candidates.map(({ studentId }) => studentId);
  const { attempts } = await readHandedIn(
    {
      client,
      bucket,
      students,
      begun: tests.length,
      onStudents: (done) => onStudents(done, students.length),
    },
    tests.filter((test) => asked.has(testPath(test))),
  );
  const open = candidates.map(({ studentId, notices }) => {
    const sent = attempts.get(studentId) ?? [];
    return { studentId, notices: notices.filter((notice) => !sent.some((one) => goesBy(notice, one))) };
  });
  const reminded = mapBounded(
    open.filter(({ notices }) => notices.length > 0),
    parallelReads,
    (candidate) => reminderFor(store, candidate),
  );
  return (await Array.fromAsync(reminded)).flat();
};

/** Nothing for who turned reminders off or has no key to take a test with, nor of a test that has a score set by hand. */
const reminderFor = async (
  store: ObjectStore,
  { studentId, notices }: Candidate,
): Promise<readonly Reminded[]> => {
  const [choice, profile, isSet] = await Promise.all([
    findReminderChoice(store, studentId),
    findProfile(store, studentId),
    setByHand(store, studentId),
  ]);
  if (choice?.reminders === "off" || !profile?.apiKey) return [];
  const tests = notices.filter((notice) => !isSet(notice)).map(testPath);
  return tests.length === 0 ? [] : [{ studentId, tests }];
};
