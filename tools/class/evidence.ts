import { parse } from "csv-parse/sync";
import * as z from "zod";
import { findJson, readJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { gradeSchema } from "../../course/grading/grade.ts";
import { type StudentId, type TestRef, testPath } from "../../course/ids.ts";
import type { CloseRunOutput } from "../../course/run/run.ts";
import { type RunReport, runReportSchema } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { scoreMail } from "../../course/words/en.ts";

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

const inboxSchema = z.object({
  emails: z.array(
    z.object({
      destination: z.object({ to: z.array(z.string()) }),
      subject: z.string(),
      body: z.object({ text: z.string().optional() }),
    }),
  ),
  next: z.number().optional(),
});

const timeoutMs = 30_000;

/** All mails in the region's inbox. */
export const readInbox = async (inbox: string): Promise<Mail[]> => {
  const mails: Mail[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page = new URL(`/store?after=${after}`, inbox);
    const answer = await fetch(page, { signal: AbortSignal.timeout(timeoutMs) });
    const { emails, next }: z.output<typeof inboxSchema> = inboxSchema.parse(await answer.json());
    for (const { destination, subject, body } of emails) {
      mails.push({ to: destination.to, subject, text: body.text ?? "" });
    }
    after = next;
  }
  return mails;
};

export interface RunEvidence {
  readonly report: RunReport;
  /** Header and rows. */
  readonly gradebook: readonly (readonly string[])[];
}

export const readRun = async (store: ObjectStore, run: CloseRunOutput): Promise<RunEvidence> => {
  const report = await readJson(store, run.reportKey, runReportSchema);
  const csv = await store.get(run.gradebookKey);
  return { report, gradebook: parse(csv?.text ?? "", { bom: true }) };
};

/** The expected result of a student in a test; null: nothing was handed in. */
export interface Expectation {
  readonly studentId: StudentId;
  readonly email: string;
  readonly test: TestRef & { readonly title: string };
  readonly right: number | null;
}

export interface Expected {
  readonly trainerEmail: string;
  readonly runId: string;
  readonly results: readonly Expectation[];
  /** Mails beside those of the run, by `mailName`, and how often each. */
  readonly others?: ReadonlyMap<string, number>;
}

/** Everything that is wrong; empty when the week went well. */
export const findFaults = async (
  store: ObjectStore,
  { report }: RunEvidence,
  inbox: readonly Mail[],
  expected: Expected,
): Promise<string[]> => [
  ...ledgerFaults(report),
  ...missingFaults(report, expected),
  ...(await gradeFaults(store, expected)),
  ...mailFaults(inbox, expected),
];

const ledgerFaults = ({ tests, failed }: RunReport): string[] => [
  ...tests.flatMap((test) => {
    const { graded, missing, failed: failures, roster } = test.counts;
    if (graded + missing + failures === roster) return [];
    return [
      `${testPath(test)}: ${graded} graded + ${missing} missing + ${failures} failed is not ${roster}.`,
    ];
  }),
  ...failed.map(({ studentId, reason, ...test }) => `${studentId} failed in ${testPath(test)}: ${reason}`),
];

const missingFaults = ({ missing }: RunReport, { results }: Expected): string[] => {
  const name = (entry: { studentId: string }, test: TestRef) => `${entry.studentId} ${testPath(test)}`;
  const found = new Set(missing.map((entry) => name(entry, entry)));
  const wanted = new Set(
    results.filter(({ right }) => right === null).map((entry) => name(entry, entry.test)),
  );
  return [
    ...[...wanted]
      .filter((entry) => !found.has(entry))
      .map((entry) => `${entry} is not on the missing list.`),
    ...[...found].filter((entry) => !wanted.has(entry)).map((entry) => `${entry} is on the missing list.`),
  ];
};

const gradeFaults = async (store: ObjectStore, { results }: Expected): Promise<string[]> => {
  const faults = await Promise.all(
    results.map(async ({ studentId, test, right }) => {
      const grade = await findJson(store, keys.grade(studentId, test), gradeSchema);
      if ((grade?.right ?? null) === right) return [];
      return [
        `${studentId} has ${grade?.right ?? "nothing"} right in ${testPath(test)}, not ${right ?? "nothing"}.`,
      ];
    }),
  );
  return faults.flat();
};

/** Each expected mail as often as it should be, no other. */
const mailFaults = (inbox: readonly Mail[], expected: Expected): string[] => {
  const { trainerEmail, runId, results, others = [] } = expected;
  const once = [
    `${trainerEmail}: Gradebook of ${runId}`,
    ...results
      .filter(({ right }) => right !== null)
      .map(({ email, test }) => `${email}: ${scoreMail.subject(test.title)}`),
  ];
  const wanted = new Map([...once.map((mail) => [mail, 1] as const), ...others]);
  const counts = new Map([...wanted.keys()].map((mail) => [mail, 0]));
  for (const mail of inbox.map(mailName)) {
    counts.set(mail, (counts.get(mail) ?? 0) + 1);
  }
  return [...counts].flatMap(([mail, count]) => {
    const times = wanted.get(mail);
    if (times === undefined) return [`Nobody expected the mail to ${mail}.`];
    return count === times ? [] : [`The mail to ${mail} is in the inbox ${count} times.`];
  });
};

/** The mail about a run says so in its text; its subject says what came of it. */
const runOf = (text: string): string | undefined => /^Run (\S+) covered /m.exec(text)?.[1];

/** Recipients and subject; of a run's mail `Gradebook of RUN` in place of the subject. `Ada Nowak <trainer@example.com>` and `trainer@example.com` are one address. */
export const mailName = ({ to, subject, text }: Mail): string => {
  const runId = runOf(text);
  return `${to.map(bareAddress).join(", ")}: ${runId === undefined ? subject : `Gradebook of ${runId}`}`;
};

const bareAddress = (address: string): string => /<([^>]+)>\s*$/.exec(address)?.[1] ?? address;
