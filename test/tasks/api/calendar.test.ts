import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { keys } from "../../../course/storage/storage-keys.ts";
import type { Test } from "../../../course/test.ts";
import { apiHandler } from "../../../tasks/api/api.ts";
import { changeCalendar } from "../../../tasks/api/change-calendar.ts";
import { studentLimit } from "../../../tasks/api/rate-limit.ts";
import { handler, showCalendar } from "../../../tasks/api/show-calendar.ts";
import { publishedCourse, request } from "../support/api-course.ts";
import { apiEvent } from "../support/api-event.ts";
import { aTest, instant, profile, settings, studentId, testRef } from "../support/course.ts";
import type { MemoryStore } from "../support/memory-store.ts";

const page = "https://page.example";
const ann = studentId("ann");
const key = keys.calendar(ann);
const published = instant("2026-11-18T09:00:00.000Z");
/** Now is Friday 20 November 2026, 12:00 UTC. */
const boot = aTest("boot", {
  title: "Booting, and more; a \\ test",
  opens: instant("2026-11-17T19:00:00.000Z"),
});
const later = aTest("later", {
  title: "Sealed",
  opens: instant("2026-11-24T19:00:00.000Z"),
  deadline: instant("2026-11-30T22:00:00.000Z"),
});

const courseWith = (
  tests: Test[] = [boot, later],
  changes: Parameters<typeof profile>[1] = {},
): MemoryStore =>
  publishedCourse(tests)
    .set(keys.profile(ann), profile("ann", changes))
    .setWritten(keys.tests, published)
    .setWritten(keys.profile(ann), published);

const change = async (store: MemoryStore, httpMethod: string, caller = "ann") => {
  const event = { ...apiEvent({ caller }), httpMethod };
  const { status, json } = await request(
    (e) => changeCalendar(e, store, () => ({ pageUrl: page, apiUrl: page })),
    event,
    store,
  );
  return { status, body: json.body };
};

/** Makes an address, and takes the secret out of it. */
const secretOf = async (store: MemoryStore): Promise<string> => {
  const { body } = await change(store, "POST");
  return String(body.address).slice(`${page}/api/v1/calendar/ann/`.length);
};

const read = (store: MemoryStore, id: string, secret: string, at = "2026-11-20T12:00:00.000Z") =>
  apiHandler((e) => showCalendar(e, store, () => ({ pageUrl: page, apiUrl: page })))(
    apiEvent({ at, path: { studentId: id, secret } }),
  );

/** The calendar's events, each line unfolded, by the name of the property; without their alarms. */
const eventsIn = (text: string): Record<string, string>[] =>
  text
    .replaceAll("\r\n ", "")
    .replaceAll(/BEGIN:VALARM.*?END:VALARM\r\n/gs, "")
    .split("BEGIN:VEVENT\r\n")
    .slice(1)
    .map((event) =>
      Object.fromEntries(
        event.split("\r\n").map((line) => {
          const [name = "", ...value] = line.split(":");
          return [name, value.join(":")];
        }),
      ),
    );

const events = async (store: MemoryStore, secret: string, at?: string) =>
  eventsIn((await read(store, "ann", secret, at)).body);

describe("A student's calendar address", () => {
  test("is answered once, and only its hash is stored", async () => {
    const store = courseWith();
    expect((await change(store, "GET")).body).toEqual({ calendar: "off" });
    const made = await change(store, "POST");
    expect(made).toEqual({
      status: 200,
      body: {
        calendar: "on",
        madeAt: "2026-11-20T12:00:00.000Z",
        address: expect.stringMatching(/^https:\/\/page\.example\/api\/v1\/calendar\/ann\/[\w-]{43}$/),
      },
    });
    const secret = String(made.body.address).split("/").at(-1) ?? "";
    expect(store.json(key)).toEqual({
      sha256: createHash("sha256").update(secret).digest("hex"),
      madeAt: "2026-11-20T12:00:00.000Z",
    });
    expect((await change(store, "GET")).body).toEqual({ calendar: "on", madeAt: "2026-11-20T12:00:00.000Z" });
  });

  test("ends when another is made, and when it is turned off", async () => {
    const store = courseWith();
    const first = await secretOf(store);
    const second = await secretOf(store);
    expect([
      (await read(store, "ann", first)).statusCode,
      (await read(store, "ann", second)).statusCode,
    ]).toEqual([404, 200]);
    expect(await change(store, "DELETE")).toEqual({ status: 200, body: { calendar: "off" } });
    expect((await read(store, "ann", second)).statusCode).toBe(404);
    expect((await change(store, "GET")).body).toEqual({ calendar: "off" });
  });

  test("is made for nobody who left the list", async () => {
    const store = courseWith([boot], { onList: false });
    expect((await change(store, "POST")).status).toBe(403);
    expect(store.keys("students/ann/_calendar")).toEqual([]);
  });
});

describe("The calendar", () => {
  test("has each of the student's tests at their own deadline, with an alarm a day before", async () => {
    const extension = { ...testRef("boot"), deadline: instant("2026-11-25T22:00:00.000Z") };
    const store = courseWith([boot, later], { extensions: [extension] });
    const { statusCode, headers, body } = await read(store, "ann", await secretOf(store));
    expect([statusCode, headers]).toEqual([
      200,
      expect.objectContaining({
        "content-type": "text/calendar; charset=utf-8",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      }),
    ]);
    expect(body).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:[^\r]+\r\n/);
    expect(body).toMatch(/\r\nEND:VCALENDAR\r\n$/);
    expect(body.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(eventsIn(body)).toMatchObject([
      { DTSTART: "20261124T190000Z" },
      {
        DTSTART: "20261125T220000Z",
        SUMMARY: "Due: Booting\\, and more\\; a \\\\ test (linux)",
        DESCRIPTION:
          "Send your answers before Wednesday 25 November 2026\\, 23:00 (Europe/Warsaw).\\nThe test has been open since Tuesday 17 November 2026\\, 20:00 (Europe/Warsaw).\\nLinux evening class",
        "URL;VALUE=URI": `${page}/#/test/linux/boot`,
        TRANSP: "TRANSPARENT",
      },
    ]);
    expect(eventsIn(body)).toHaveLength(2);
    expect(body.match(/BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n/g)).toHaveLength(1);
  });

  test("says of a test that has not opened no more than that one opens", async () => {
    const store = courseWith();
    const secret = await secretOf(store);
    const before = await read(store, "ann", secret, "2026-11-24T18:59:59.000Z");
    const opening = { DTSTART: "20261124T190000Z", SUMMARY: "A test opens", "URL;VALUE=URI": `${page}/` };
    expect(eventsIn(before.body)).toMatchObject([{ DTSTART: "20261123T220000Z" }, opening]);
    expect(before.body).not.toMatch(/Sealed|later|20261130/);
    const after = await events(store, secret, "2026-11-24T19:00:00.000Z");
    expect(after).toMatchObject([
      { "LAST-MODIFIED": "20261118T090000Z" },
      { SUMMARY: "Due: Sealed (linux)", DTSTART: "20261130T220000Z", "LAST-MODIFIED": "20261124T190000Z" },
    ]);
    expect(Number(after[1]?.SEQUENCE)).toBeGreaterThan(Number(after[0]?.SEQUENCE));
  });

  test("stays the same text until something is published, and then counts on", async () => {
    const store = courseWith();
    const secret = await secretOf(store);
    const [one, two] = [
      await read(store, "ann", secret),
      await read(store, "ann", secret, "2026-11-22T12:00:00.000Z"),
    ];
    expect(two.body).toBe(one.body);
    const extension = { ...testRef("boot"), deadline: instant("2026-11-25T22:00:00.000Z") };
    store
      .set(keys.profile(ann), profile("ann", { extensions: [extension] }))
      .setWritten(keys.profile(ann), instant("2026-11-21T10:00:00.000Z"));
    const [before] = eventsIn(one.body);
    const [, after] = await events(store, secret, "2026-11-22T12:00:00.000Z");
    expect(after).toMatchObject({
      UID: before?.UID,
      DTSTART: "20261125T220000Z",
      DTSTAMP: "20261121T100000Z",
    });
    expect(Number(after?.SEQUENCE)).toBeGreaterThan(Number(before?.SEQUENCE));
  });

  test("keeps a renamed test's event, and leaves out what closed before the student came", async () => {
    const store = courseWith([boot, later], { since: instant("2026-11-24T00:00:00.000Z") });
    const secret = await secretOf(store);
    const opened = "2026-11-25T12:00:00.000Z";
    const [only, ...others] = await events(store, secret, opened);
    expect([only?.DTSTART, others]).toEqual(["20261130T220000Z", []]);
    store.set(keys.tests, [{ ...later, ...testRef("renamed"), renamedFrom: [testRef("later")] }]);
    expect((await events(store, secret, opened))[0]?.UID).toBe(only?.UID);
  });

  test("speaks the course's language, and has no answers and no scores", async () => {
    const store = courseWith().set(keys.settings, { ...settings, language: "pl" });
    const { body } = await read(store, "ann", await secretOf(store));
    expect(body.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    const [event] = eventsIn(body);
    expect(event).toMatchObject({ SUMMARY: expect.stringMatching(/^Termin: Booting/) });
    const asked = store.calls.filter((call) => /answer-key|questions|submissions|grades|scores/.test(call));
    expect(asked).toEqual([]);
  });
});

describe("Whoever has no valid address", () => {
  test.each([
    ["with another secret", "ann", "A".repeat(43)],
    ["with the stored hash", "ann", "hash"],
    ["with nothing that could be a secret", "ann", ""],
    ["of a student without a calendar", "bob", "secret"],
    ["of nobody", "nobody", "secret"],
    ["of what can't be a student", "../bob", "secret"],
    ["of a student who left the list", "cyd", "secret"],
  ])("%s gets the same 404 as everybody else", async (_, id, wanted) => {
    const store = courseWith();
    const secret = await secretOf(store);
    const stored = store.text(key);
    store.set(keys.profile(studentId("cyd")), profile("cyd", { onList: false }));
    store.set(keys.calendar(studentId("cyd")), stored);
    const hash = JSON.parse(stored).sha256;
    const { statusCode, body } = await read(store, id, { secret, hash }[wanted] ?? wanted);
    expect([statusCode, JSON.parse(body)]).toEqual([
      404,
      {
        code: 404,
        body: "This calendar address is not valid any more. Make a new one, and give it to your calendar.",
        reason: "no-such-calendar",
        values: expect.anything(),
      },
    ]);
  });

  test("it has no links where there is no page", async () => {
    const noPage = () => ({ pageUrl: null, apiUrl: page });
    const store = courseWith();
    const path = { studentId: "ann", secret: await secretOf(store) };
    const { body } = await apiHandler((e) => showCalendar(e, store, noPage))(apiEvent({ path }));
    expect(body).toContain("BEGIN:VEVENT");
    expect(body).not.toContain("http");
  });

  test("who asks too fast is held back", async () => {
    const ask = () => handler(apiEvent({ path: { studentId: "../x", secret: "s" } }));
    expect((await ask()).statusCode).toBe(404);
    const store = courseWith();
    const limited = apiHandler(
      (e) => showCalendar(e, store, () => ({ pageUrl: page, apiUrl: page })),
      undefined,
      () => ann,
    );
    const event = apiEvent({ path: { studentId: "ann", secret: "s" } });
    const codes = await Promise.all(Array.from({ length: studentLimit.burst + 1 }, () => limited(event)));
    expect(codes.map(({ statusCode }) => statusCode).at(-1)).toBe(429);
  });
});
