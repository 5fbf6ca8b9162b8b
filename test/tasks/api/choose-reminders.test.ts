import { describe, expect, test } from "@jest/globals";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { keys } from "../../../course/storage/storage-keys.ts";
import { chooseReminders, handler } from "../../../tasks/api/choose-reminders.ts";
import { publishedCourse, request } from "../support/api-course.ts";
import { apiEvent, type EventOptions } from "../support/api-event.ts";
import { studentId } from "../support/course.ts";
import type { MemoryStore } from "../support/memory-store.ts";

const token = "Ann-s_token".padEnd(43, "x");
const key = keys.reminderChoice(studentId("ann"));
const choice = { token, reminders: "on" };

const course = (): MemoryStore =>
  publishedCourse()
    .set(key, choice)
    .set(keys.reminderChoice(studentId("bob")), { token: "Bob-s_token".padEnd(43, "x"), reminders: "on" });

const call = (options: EventOptions & { readonly method?: string }): APIGatewayProxyEvent => {
  const { method = "POST", query = { student: "ann", token }, ...rest } = options;
  return { ...apiEvent({ query, ...rest }), httpMethod: method };
};

process.env.PAGE_URL = "https://page";

describe("Whoever has the link of a mail", () => {
  test.each(["off", "on"] as const)("turns reminders %s, and sees it", async (reminders) => {
    const store = course();
    const { status, json } = await request(chooseReminders, call({ body: { reminders } }), store);
    expect([status, json.body]).toEqual([200, { reminders }]);
    expect(store.json(key)).toEqual({ token, reminders });
    const seen = await request(chooseReminders, call({ method: "GET" }), store);
    expect(seen.json.body).toEqual({ reminders });
  });

  test.each([
    ["a form", "List-Unsubscribe=One-Click"],
    ["parts", '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'],
  ])("turns them off by the button of a mail program, which posts %s", async (_, body) => {
    const store = course();
    const { status } = await request(chooseReminders, call({ body }), store);
    expect([status, store.json(key)]).toEqual([200, { token, reminders: "off" }]);
    const bytes = Buffer.from(body).toString("base64");
    expect(
      (await request(chooseReminders, call({ body: bytes, isBase64Encoded: true }), course())).status,
    ).toBe(200);
  });

  test("changes nothing by opening it, as scanners of mails do", async () => {
    const store = course();
    await request(chooseReminders, call({ method: "GET" }), store);
    expect(store.calls.filter((made) => !/^(get|list)/.test(made))).toEqual([]);
  });

  test("comes to the page by a browser, which asks there", async () => {
    const visit = call({ method: "GET", headers: { Accept: ["text/html,application/xhtml+xml"] } });
    const { statusCode, headers } = await handler(visit);
    expect([statusCode, headers?.location]).toEqual([303, `https://page/#/reminders/ann/${token}`]);
  });
});

describe("Nothing is shown and nothing changed", () => {
  test.each([
    ["another's token", { student: "bob", token }, 404],
    ["nobody's name", { student: "nobody", token }, 404],
    ["a token that is cut", { student: "ann", token: token.slice(1) }, 400],
    ["a name that is none", { student: "../ann", token }, 400],
    ["no token", { student: "ann" }, 400],
  ])("for %s", async (_, query, expected) => {
    for (const method of ["GET", "POST"]) {
      const store = course();
      const event = call({ method, query, body: { reminders: "off" } });
      const { status, json } = await request(chooseReminders, event, store);
      expect([status, typeof json.body]).toEqual([expected, "string"]);
      expect(store.json(key)).toEqual(choice);
    }
  });

  test.each([
    ["nothing", null, 400],
    ["something else", { reminders: "later" }, 400],
    ["another form", "List-Unsubscribe=Maybe", 400],
    ["far too much", "x".repeat(300 * 1024), 413],
  ])("by a body of %s", async (_, body, expected) => {
    const store = course();
    expect((await request(chooseReminders, call({ body }), store)).status).toBe(expected);
    expect(store.json(key)).toEqual(choice);
  });

  test("is the same answer for a wrong token and for a student who is not there", async () => {
    const wrong = await request(chooseReminders, call({ query: { student: "bob", token } }), course());
    const nobody = await request(chooseReminders, call({ query: { student: "nobody", token } }), course());
    expect(wrong.json).toEqual(nobody.json);
  });
});
