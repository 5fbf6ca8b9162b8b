import type { APIGatewayProxyEvent } from "aws-lambda";
import type * as z from "zod";
import { listAttempts, readSettings, readTests } from "../../adapters/course-reader.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import type { ListTestsAnswer } from "../../course/api/answers.ts";
import { refused } from "../../course/api/refused.ts";
import { listTestsRequestSchema } from "../../course/api/requests.ts";
import type { Attempt } from "../../course/attempts.ts";
import { type Instant, type Subject, testPath } from "../../course/ids.ts";
import {
  accessTo,
  closedTests,
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
import { courseOf, readChoice, readResults } from "./read-results.ts";
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
  const [profile, tests, { attempts }] = await Promise.all([
    listedProfile(store, studentId),
    readTests(store),
    listAttempts(store, studentId),
  ]);
  const wanted = testsOf(tests, subjectName, profile, now);
  const { extensions } = profile;
  const open = openTests(wanted, extensions, attemptsByTest(attempts), now);
  const [shown, past, choice] = await Promise.all([
    asked.receipts ? withReceipts(store, open, attempts) : open,
    readPast(store, asked, profile, tests, now),
    asked.results && hasReminders() ? readChoice(store, studentId) : null,
  ]);
  const hasResult = new Set((past.results ?? []).map(testPath));
  return {
    body: notSubmittedBySubject(open),
    open: shown,
    ...past,
    ...(choice && { reminders: choice }),
    ...(asked.closed && {
      closed: closedTests(wanted, profile, attempts, now).filter((test) => !hasResult.has(testPath(test))),
      nextOpening: upcoming(tests, now)?.opens ?? null,
    }),
  };
};

type Past = Partial<Pick<ListTestsAnswer, "results" | "course" | "student" | "upcoming" | "scores">>;

/** A page that asks for results takes scores from a server that doesn't know them yet. */
const readPast = async (
  store: ObjectStore,
  { results, scores, course }: Pick<z.infer<typeof listTestsRequestSchema>, "results" | "scores" | "course">,
  profile: Profile,
  tests: readonly Test[],
  now: Instant,
): Promise<Past> => {
  if (results) return readResults(store, profile, tests, now);
  return {
    ...(course && { course: courseOf(await readSettings(store)) }),
    ...(scores && { scores: await readScores(store, profile.studentId, tests, now) }),
  };
};

const attemptsByTest = (attempts: readonly Attempt[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const attempt of attempts) counts.set(testPath(attempt), (counts.get(testPath(attempt)) ?? 0) + 1);
  return counts;
};

export const handler = apiHandler((event) => listTests(event));
