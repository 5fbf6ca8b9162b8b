import type { APIGatewayProxyEvent } from "aws-lambda";
import { readTests } from "../../adapters/course-reader.ts";
import { findJson } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import type { MarkedQuestion } from "../../course/answers.ts";
import { gradeSchema } from "../../course/grade.ts";
import type { StudentId } from "../../course/ids.ts";
import { refused } from "../../course/refused.ts";
import { type Release, releaseOf } from "../../course/release.ts";
import { showScoreRequestSchema } from "../../course/requests.ts";
import type { ScoreEntry } from "../../course/score-list.ts";
import { keys } from "../../course/storage-keys.ts";
import type { Test } from "../../course/test.ts";
import { testOf } from "../../course/test-names.ts";
import { entryNamed, gradeRefs, resultOf } from "../../course/test-results.ts";
import { marksOf } from "../../course/test-scores.ts";
import { courseStore } from "../runtime/course-store.ts";
import { type ApiAnswer, ApiError, apiHandler, callerOf, checked, receivedAt } from "./api.ts";
import { listedProfile } from "./listed-profile.ts";
import { readEntries, readSettings } from "./read-results.ts";
import { questionsOf } from "./read-test-scores.ts";

/** Each question of a graded test; null: its grade no longer exists. */
const readMarks = async (
  store: ObjectStore,
  studentId: StudentId,
  entry: ScoreEntry,
  tests: readonly Test[],
  release: Release,
): Promise<MarkedQuestion[] | null> => {
  for (const ref of gradeRefs(entry, tests)) {
    const grade = await findJson(store, keys.grade(studentId, ref), gradeSchema);
    if (grade) return marksOf(grade, await questionsOf(store, testOf(entry, tests) ?? entry), release);
  }
  return null;
};

/** `GET /v1/score`: the result of one test, question by question as far as that is released. */
export const showScore = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
): Promise<ApiAnswer> => {
  const { subjectName, testId } = checked(showScoreRequestSchema, event.queryStringParameters ?? {});
  const ref = { subject: subjectName, testId };
  const now = receivedAt(event);
  const studentId = callerOf(event);
  const [{ extensions }, tests, entries, settings] = await Promise.all([
    listedProfile(store, studentId),
    readTests(store),
    readEntries(store, studentId),
    readSettings(store),
  ]);
  const entry = entryNamed(entries, ref, tests);
  const result = entry && resultOf(entry, { settings, tests, extensions, now });
  if (!entry || !result) throw new ApiError(404, refused("not-graded", ref));
  const release = releaseOf(settings, testOf(entry, tests), now);
  const isShown = entry.status === "graded" && release.marks === "now";
  const marks = isShown ? await readMarks(store, studentId, entry, tests, release) : null;
  return { body: result, release, ...(marks && { marks }) };
};

export const handler = apiHandler((event) => showScore(event));
