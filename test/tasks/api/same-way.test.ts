import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { ObjectStore } from "../../../adapters/storage/object-store.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import type { ApiAnswer } from "../../../tasks/api/api.ts";
import { authorize } from "../../../tasks/api/authorize.ts";
import { listTests } from "../../../tasks/api/list-tests.ts";
import { showScore } from "../../../tasks/api/show-score.ts";
import { showTest } from "../../../tasks/api/show-test.ts";
import { submitTest } from "../../../tasks/api/submit-test.ts";
import { publishedCourse, request } from "../support/api-course.ts";
import { apiEvent, authorizerEvent } from "../support/api-event.ts";
import { aTest, instant, profile, studentId, testRef } from "../support/course.ts";
import { MemoryStore } from "../support/memory-store.ts";

/** How long an answer takes shows how much was done for it: these pairs of answers do the same. */

const secret = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE";
const apiKey = {
  sha256: createHash("sha256").update(secret).digest("hex"),
  madeAt: instant("2026-11-17T19:00:00.000Z"),
};

describe("A key that is refused", () => {
  /** What was asked of the bucket for a key of ann's, and what was answered. */
  const refusal = async (store: MemoryStore, key: string): Promise<readonly [string[], string]> => {
    const error = await authorize(authorizerEvent({ "x-api-key": [key] }), store).catch(String);
    return [store.calls, String(error)];
  };
  const ann = keys.profile(studentId("ann"));
  const none = new MemoryStore();
  const withKey = new MemoryStore({ [ann]: profile("ann", { apiKey }) });
  const revoked = new MemoryStore({ [ann]: profile("ann", { apiKey: null }) });
  const revokedOffList = new MemoryStore({ [ann]: profile("ann", { apiKey: null, onList: false }) });
  const offList = new MemoryStore({ [ann]: profile("ann", { apiKey, onList: false }) });

  test.each([
    ["there is no such student", none, `ann.${secret}`],
    ["its secret is wrong", withKey, `ann.${secret.slice(1)}A`],
    ["its secret is wrong and the student off the list", offList, `ann.${secret.slice(1)}A`],
    ["it was revoked", revoked, `ann.${secret}`],
    ["it was revoked of a student off the list", revokedOffList, `ann.${secret}`],
  ])("because %s goes the same way as any other", async (_, store, key) => {
    expect(await refusal(store, key)).toEqual([[`get ${ann}`], "Error: Unauthorized"]);
  });
});

describe("A test that opens later is as if it did not exist:", () => {
  const sealed = aTest("sealed", {
    ...testRef("sealed", "secrets"),
    opens: instant("2026-11-21T00:00:00.000Z"),
  });
  type Task = (event: APIGatewayProxyEvent, store: ObjectStore) => Promise<ApiAnswer>;

  /** Answer and calls of the bucket, with the test's own names taken out. */
  const seen = async (task: Task, testId: string, subjectName: string) => {
    const store = publishedCourse([aTest(), sealed]);
    const body = { studentId: "ann", subjectName, testId, testResult: [{ questionId: "q1", answer: "a" }] };
    const event = apiEvent({ body, query: { subjectName, testId } });
    const { json } = await request(task, event, store);
    const anonymous = JSON.stringify([json, store.calls]).replaceAll(testId, "TEST");
    return anonymous.replaceAll(subjectName, "SUBJECT");
  };

  test.each<[string, Task]>([
    ["to list", listTests],
    ["to show", showTest],
    ["to show a score of", showScore],
    ["to submit", submitTest],
  ])("%s", async (_, task) => {
    const answer = await seen(task, "sealed", "secrets");
    expect(answer).toContain('"code":404');
    expect(answer).toBe(await seen(task, "nothing", "nowhere"));
  });
});
