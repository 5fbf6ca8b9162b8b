import { describe, expect, test } from "@jest/globals";
import { keys } from "../../../course/storage/storage-keys.ts";
import { showTest } from "../../../tasks/api/show-test.ts";
import { publishedCourse, request } from "../support/api-course.ts";
import { apiEvent, type EventOptions } from "../support/api-event.ts";
import { aTest, instant, profile, questions, studentId } from "../support/course.ts";

const query = { subjectName: "linux", testId: "t1" };
const call = (options: EventOptions = {}, store = publishedCourse()) =>
  request(showTest, apiEvent({ query, ...options }), store);

describe("a test's questions", () => {
  test("are shown while it is open, and never its answer key", async () => {
    const store = publishedCourse();
    const { json } = await call({}, store);
    expect(json).toMatchObject({ code: 200, body: questions, deadline: "2026-11-23T22:00:00.000Z" });
    expect(store.calls.filter((entry) => entry.includes("answer-key"))).toEqual([]);
  });

  test("come with the attempts that the test allows", async () => {
    expect((await call()).json.attemptsAllowed).toBeNull();
    const store = publishedCourse([aTest("t1", { attemptsAllowed: 2 })]);
    expect((await call({}, store)).json.attemptsAllowed).toBe(2);
  });

  test("of a test or subject that does not exist are 404", async () => {
    expect((await call({ query: { subjectName: "linux", testId: "t9" } })).json).toEqual({
      code: 404,
      body: "There is no test t9 in the subject linux.",
      reason: "no-test",
      values: { subject: "linux", testId: "t9" },
    });
    expect((await call({ query: { subjectName: "latin", testId: "t1" } })).status).toBe(404);
  });

  test("come with the language of their texts, where the trainer says it", async () => {
    expect((await call()).json).not.toHaveProperty("language");
    expect((await call({}, publishedCourse([aTest("t1", { language: "he" })]))).json.language).toBe("he");
  });

  test("of a test that has not opened yet are 404", async () => {
    const store = publishedCourse([aTest("t1", { opens: instant("2026-11-21T00:00:00.000Z") })]);
    expect((await call({}, store)).status).toBe(404);
  });

  test("are 410 after the deadline, which is told in the course's time zone", async () => {
    const { status, json } = await call({ at: "2026-11-23T22:00:00.000Z" });
    expect(status).toBe(410);
    expect(json.body).toBe(
      "The deadline of linux/t1 has passed. It was Monday 23 November 2026, 23:00 (Europe/Warsaw).",
    );
  });

  test("are 403 for a student off the list", async () => {
    const store = publishedCourse().set(keys.profile(studentId("ann")), profile("ann", { onList: false }));
    expect((await call({}, store)).status).toBe(403);
  });

  test("need both parameters, named at once", async () => {
    expect((await call({ query: {} })).json).toEqual({
      code: 400,
      body: "subjectName is missing; testId is missing.",
    });
  });

  test.each(["../linux", "a/b", "%2f", "x\u0000y"])("are 400 for the name %j", async (subjectName) => {
    expect((await call({ query: { subjectName, testId: "t1" } })).status).toBe(400);
  });
});
