import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Clock, type Region, startRegion } from "local-region";
import { showConsole } from "../bin/region/console.ts";
import { publish } from "../bin/region/publish.ts";
import { type BenchWeek, rightAnswers, writeCourse } from "./bench/course.ts";
import { LoadGenerator } from "./bench/load-generator.ts";
import { answersFor } from "./class/answers.ts";
import { assemblyIn } from "./class/assembly.ts";
import { madeUpTitle } from "./class/course-folder.ts";
import { bucketOf, makeKeys } from "./class/owner.ts";
import { type ApiCall, submissionCall } from "./class/students.ts";

/**
 * Measures a region whose inbox holds many mails of a version that kept no summaries: its first and second start, pages of
 * the inbox, and submissions while somebody reads the inbox all the time, and while nobody does.
 */

const mails = Number(process.argv[2] ?? 300_000);
const students = 400;
/** Submissions a second: as many as two cores can take while they also run the clients and the reader. */
const rate = 20;

const fillInbox = (file: string): void => {
  const database = new DatabaseSync(file);
  database.exec(
    "PRAGMA synchronous = OFF; BEGIN; CREATE TABLE mails (number INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT NOT NULL) STRICT",
  );
  const add = database.prepare("INSERT INTO mails (mail) VALUES (?)");
  const body = {
    text: "Your answer, and what was right.\n".repeat(30),
    html: "<p>An answer</p>".repeat(150),
  };
  for (let number = 0; number < mails; number += 1) {
    const destination = { to: [`student-${number % students}@example.com`], cc: [], bcc: [] };
    const subject = `${madeUpTitle}: score for test ${Math.floor(number / students)}`;
    const rest = { from: "no-reply@example.com", replyTo: [], attachments: [], at: 1_700_000_000 + number };
    add.run(JSON.stringify({ messageId: `ses-${randomUUID()}`, destination, subject, body, ...rest }));
  }
  database.exec("COMMIT");
  database.close();
};

const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const startedAt = performance.now();
  const result = await work();
  console.log(`${name}: ${(performance.now() - startedAt).toFixed(0)} ms`);
  return result;
};

const page = async ({ api }: Region, query: string): Promise<void> => {
  const answer = await fetch(`${api}/console/api/mails?${query}`, {
    headers: { "x-trainer-console": "1" },
  });
  if (!answer.ok) throw new Error(`The inbox answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
};

const queries = ["from=0", "from=150000", "from=299900", "words=test+42", "words=student-17@"];

const submissionsOf = async (region: Region, { studentIds, test }: BenchWeek): Promise<ApiCall[]> => {
  const answers = answersFor(test, { right: rightAnswers });
  const keys = await makeKeys(bucketOf(region), studentIds);
  return [...keys].map(([studentId, key]) =>
    submissionCall({ api: region.api, studentId, key }, test, answers),
  );
};

const submit = async (clients: LoadGenerator, name: string, requests: ApiCall[]): Promise<void> => {
  const { latenciesMs, refused } = await clients.call({ rate, requests });
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
  console.log(`${name}: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, ${refused} refused`);
};

const lookWhile = async (region: Region, work: Promise<void>): Promise<void> => {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  const took: number[] = [];
  for (let look = 0; !isDone; look += 1) {
    const startedAt = performance.now();
    await page(region, queries[look % queries.length] ?? "");
    took.push(performance.now() - startedAt);
  }
  await done;
  const median = took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0;
  console.log(`${took.length} pages meanwhile: median ${median.toFixed(0)} ms`);
};

const measure = async (folder: string): Promise<void> => {
  const [course, data] = [join(folder, "course"), join(folder, "region")];
  const week = writeCourse(course, students, "week1");
  const assembly = await assemblyIn(folder, course);
  mkdirSync(data);
  fillInbox(join(data, "inbox.db"));
  const clock = new Clock(new Date(week.beginsMs));
  const options = { assembly, data, clock };
  await (await timed("first start", () => startRegion(options))).stop();
  const region = await timed("second start", () => startRegion(options));
  const closeConsole = await showConsole(region, { files: [] });
  const clients = new LoadGenerator();
  try {
    await publish({ course, data, region, signal: AbortSignal.timeout(600_000) });
    const requests = await submissionsOf(region, week);
    await submit(clients, "submissions to warm up", requests.slice(0, 100));
    for (const query of queries) await timed(`page ${query}`, () => page(region, query));
    await submit(clients, "submissions, nobody looks", requests.slice(100, 250));
    await lookWhile(region, submit(clients, "submissions, somebody looks", requests.slice(250)));
  } finally {
    clients.end();
    closeConsole();
    await region.stop();
    clock.stop();
  }
};

const folder = mkdtempSync(join(tmpdir(), "inbox-speed-"));
try {
  await measure(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
