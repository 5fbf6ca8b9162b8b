import { randomUUID } from "node:crypto";
import { findProfile } from "../../adapters/course-reader.ts";
import { TransientError } from "../../adapters/errors.ts";
import { type OnceOutcome, sendTogether } from "../../adapters/mail/mail-ledger.ts";
import type { Mailer } from "../../adapters/mail/mailer.ts";
import type { Pacer } from "../../adapters/mail/pacer.ts";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { Instant, StudentId } from "../../course/ids.ts";
import { studentEnvelope } from "../../course/mail/envelope.ts";
import { extensionMail } from "../../course/mail/extension-mail.ts";
import { extensionLedgerName, senderByHand } from "../../course/notices/notice.ts";
import { accessTo } from "../../course/open-tests.ts";
import type { Addresses } from "../../course/page-links.ts";
import type { Settings } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Student } from "../../course/student.ts";
import type { ExtendedTest } from "./plan-extensions.ts";

export interface TellDeps {
  readonly store: ObjectStore;
  readonly mailer: Mailer;
  readonly pacer: Pick<Pacer, "turn">;
  readonly settings: Settings;
  readonly pageUrl: Addresses["pageUrl"];
  readonly now: Instant;
  readonly note: (line: string) => void;
}

/** What became of one student's mail. `already`: these deadlines were told before. `no-key`: not invited yet. */
export interface Told {
  readonly studentId: StudentId;
  readonly status: "told" | "already" | "no-key" | "unknown" | "refused" | "not-sent";
  readonly reason?: string | undefined;
}

const parallelMails = 8;

/** Mails each student their own deadlines, each deadline at most once: the mail ledger knows which were told. */
export const tellExtended = async (
  deps: TellDeps,
  students: readonly Student[],
  tests: readonly ExtendedTest[],
): Promise<Told[]> => {
  const told = new Map<StudentId, Told>();
  await forEachBounded(students, parallelMails, async (student) => {
    told.set(student.studentId, await tell(deps, student, tests));
  });
  return students.flatMap(({ studentId }) => told.get(studentId) ?? []);
};

const tell = async (deps: TellDeps, student: Student, tests: readonly ExtendedTest[]): Promise<Told> => {
  const { store, pacer, now, note } = deps;
  const { studentId } = student;
  // A student without a key could not take the test; the page shows the deadline after the invitation.
  if (!(await findProfile(store, studentId))?.apiKey) return { studentId, status: "no-key" };
  const byKey = new Map(
    tests.map((extended) => [
      keys.noticeMail(studentId, extended.test, extensionLedgerName(extended.until)),
      extended,
    ]),
  );
  const onUnrecorded = (): void =>
    note(`Warning: what became of the mail to ${studentId} could not be written down.`);
  await pacer.turn();
  try {
    const ledger = { store, onUnrecorded };
    const outcomes = await sendTogether(
      ledger,
      [...byKey.keys()],
      senderByHand(now, randomUUID()),
      (claimed) =>
        send(
          deps,
          student,
          claimed.flatMap((key) => byKey.get(key) ?? []),
        ),
    );
    return { studentId, ...worstOf([...outcomes.values()]) };
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    return { studentId, status: "not-sent", reason: error.message };
  }
};

const send = (
  { mailer, settings, pageUrl, now }: TellDeps,
  student: Student,
  tests: readonly ExtendedTest[],
) =>
  mailer.send(
    studentEnvelope(settings, student),
    extensionMail(
      settings,
      student,
      tests.map(({ test, until }) => ({
        ...{ title: test.title, subject: test.subject, deadline: until },
        isOpen: accessTo({ ...test, deadline: until }, [], now) !== "not-yet-open",
      })),
      pageUrl,
    ),
  );

/** A student whose mail told one new deadline has been told. */
const worstOf = (outcomes: readonly OnceOutcome[]): Omit<Told, "studentId"> => {
  const find = (status: OnceOutcome["status"]): OnceOutcome | undefined =>
    outcomes.find((outcome) => outcome.status === status);
  const bad = find("unknown") ?? find("refused");
  if (bad?.status === "unknown" || bad?.status === "refused")
    return { status: bad.status, reason: bad.reason };
  return { status: find("sent") ? "told" : "already" };
};
