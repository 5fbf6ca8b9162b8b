import type { APIGatewayProxyEvent } from "aws-lambda";
import { readTests } from "../../adapters/course-reader.ts";
import { readMarks } from "../../adapters/marks.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { refused } from "../../course/refused.ts";
import { releaseOf } from "../../course/release.ts";
import { showScoreRequestSchema } from "../../course/requests.ts";
import { testOf } from "../../course/test-names.ts";
import { entryNamed, gradeRefs, resultOf } from "../../course/test-results.ts";
import { courseStore } from "../runtime/course-store.ts";
import { type ApiAnswer, ApiError, apiHandler, callerOf, checked, receivedAt } from "./api.ts";
import { listedProfile } from "./listed-profile.ts";
import { readEntries, readSettings } from "./read-results.ts";

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
  const graded = { studentId, test: testOf(entry, tests) ?? entry, gradeRefs: gradeRefs(entry, tests) };
  const marks = entry.status === "graded" ? await readMarks(store, graded, release) : null;
  return { body: result, release, ...(marks && { marks }) };
};

export const handler = apiHandler((event) => showScore(event));
