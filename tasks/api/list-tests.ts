import type { APIGatewayProxyEvent } from "aws-lambda";
import type * as z from "zod";
import { listAttemptsOf, readSettings, readTests } from "../../adapters/course-reader.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { ListTestsAnswer } from "../../course/api/answers.ts";
import { refused } from "../../course/api/refused.ts";
import { listTestsRequestSchema } from "../../course/api/requests.ts";
import type { Attempt } from "../../course/attempts.ts";
import { type Instant, type StudentId, type Subject, testPath } from "../../course/ids.ts";
import {
  accessTo,
  closedTests,
  isClosedTo,
  notSubmittedBySubject,
  openTests,
  upcoming,
} from "../../course/open-tests.ts";
import type { Profile } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { courseStore } from "../runtime/course-store.ts";
import { env } from "../runtime/env.ts";
import { type ApiAnswer, ApiError, apiHandler, assertOwn, jsonBody, receivedAt } from "./api.ts";
import { listedProfile } from "./listed-profile.ts";
import { courseOf, readChoice, readHistory, resultsAnswer } from "./read-results.ts";
import { readScores } from "./read-test-scores.ts";
import { withReceipts } from "./receipts.ts";

/** The tests of a subject, or of all when none is named. @throws ApiError 404 when no test that opened has the subject. */
const testsOf = (
  tests: readonly Test[],
  subject: Subject | undefined,
  profile: Profile,
  now: Instant,
): Test[] => {
  if (subject === undefined) return [...tests];
  const ofSubject = tests.filter((test) => test.subject === subject);
  if (ofSubject.some((test) => accessTo(test, profile.extensions, now) !== "not-yet-open")) return ofSubject;
  throw new ApiError(404, refused("no-subject", { subject }));
};

/** `POST /v1/tests`: the tests that the student can take now, and whatever else the request asks for. */
export const listTests = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
  hasReminders: () => boolean = env.hasReminders,
): Promise<ApiAnswer> => {
  const { studentId, subjectName, ...asked } = jsonBody(event, listTestsRequestSchema);
  assertOwn(event, studentId);
  const now = receivedAt(event);
  const [profile, tests, history, choice] = await Promise.all([
    listedProfile(store, studentId),
    readTests(store),
    asked.results ? readHistory(store, studentId) : null,
    asked.results && hasReminders() ? readChoice(store, studentId) : null,
  ]);
  const wanted = testsOf(tests, subjectName, profile, now);
  const past = history
    ? resultsAnswer(history, profile, tests, now)
    : await readForOldClients(store, asked, studentId, tests, now);
  const waiting = asked.closed ? waitingTests(wanted, profile, past.results, now) : [];
  const attempts = await listAttemptsOf(store, studentId, [
    ...wanted.filter((test) => accessTo(test, profile.extensions, now) === "open"),
    ...waiting,
  ]);
  const open = openTests(wanted, profile.extensions, attemptsByTest(attempts), now);
  return {
    body: notSubmittedBySubject(open),
    open: asked.receipts ? await withReceipts(store, open, attempts) : open,
    ...past,
    ...(choice && { reminders: choice }),
    ...(asked.closed && {
      closed: closedTests(waiting, profile, attempts, now),
      nextOpening: upcoming(tests, now)?.opens ?? null,
    }),
  };
};

/**
 * The tests closed to the student that have no result to show. What a student has submitted grows from week to week, and only
 * that of open tests and of these is looked for.
 */
const waitingTests = (
  tests: readonly Test[],
  profile: Profile,
  results: ListTestsAnswer["results"] = [],
  now: Instant,
): Test[] => {
  const hasResult = new Set(results.map(testPath));
  return tests.filter((test) => isClosedTo(test, profile, now) && !hasResult.has(testPath(test)));
};

/** A page that asks for results takes scores from a server that doesn't know them yet. */
const readForOldClients = async (
  store: ObjectStore,
  { scores, course }: Pick<z.infer<typeof listTestsRequestSchema>, "scores" | "course">,
  studentId: StudentId,
  tests: readonly Test[],
  now: Instant,
): Promise<Pick<ListTestsAnswer, "course" | "scores" | "results">> => ({
  ...(course && { course: courseOf(await readSettings(store)) }),
  ...(scores && { scores: await readScores(store, studentId, tests, now) }),
});

const attemptsByTest = (attempts: readonly Attempt[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const attempt of attempts) counts.set(testPath(attempt), (counts.get(testPath(attempt)) ?? 0) + 1);
  return counts;
};

export const handler = apiHandler((event) => listTests(event));
