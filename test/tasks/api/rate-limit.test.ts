import { describe, expect, test } from "@jest/globals";
import { apiHandler } from "../../../tasks/api/api.ts";
import { RateLimit, studentLimit } from "../../../tasks/api/rate-limit.ts";
import { apiEvent } from "../support/api-event.ts";

const noon = Date.parse("2026-11-20T12:00:00Z");

/** What the limit says to so many requests at one instant. */
const takes = (limit: RateLimit, caller: string, atMs: number, count: number): number[] =>
  Array.from({ length: count }, () => limit.take(caller, atMs));

describe("A rate limit", () => {
  const rule = { burst: 4, perSecond: 2 };

  test("takes a burst at once, then says after how many seconds to come back", () => {
    expect(takes(new RateLimit(rule), "ann", noon, 6)).toEqual([0, 0, 0, 0, 1, 1]);
  });

  test("takes as many a second as it says, for as long as they come", () => {
    const limit = new RateLimit(rule);
    takes(limit, "ann", noon, 4);
    const taken = Array.from({ length: 1000 }, (_, i) => limit.take("ann", noon + (i + 1) * 100)).filter(
      (waitSeconds) => waitSeconds === 0,
    );
    expect(taken).toHaveLength(200);
  });

  test("accepts a caller who waits as long as it said", () => {
    const limit = new RateLimit({ burst: 2, perSecond: 0.1 });
    const [, , waitSeconds = 0] = takes(limit, "ann", noon, 3);
    expect(waitSeconds).toBe(10);
    expect(limit.take("ann", noon + 9_999)).toBe(1);
    expect(limit.take("ann", noon + 10_000)).toBe(0);
  });

  test("does not extend the wait of callers who don't stop", () => {
    const limit = new RateLimit(rule);
    expect(takes(limit, "ann", noon, 500).at(-1)).toBe(1);
    expect(limit.take("ann", noon + 1000)).toBe(0);
  });

  test("is full again after a rest, and never more than full", () => {
    const limit = new RateLimit(rule);
    takes(limit, "ann", noon, 4);
    expect(takes(limit, "ann", noon + 3_600_000, 5)).toEqual([0, 0, 0, 0, 1]);
  });

  test("holds back one caller without the others", () => {
    const limit = new RateLimit(rule);
    takes(limit, "ann", noon, 500);
    expect(takes(limit, "bob", noon, 4)).toEqual([0, 0, 0, 0]);
  });

  test("takes a little less, and never fails, when a clock runs back", () => {
    const limit = new RateLimit(rule);
    limit.take("ann", noon);
    expect(takes(limit, "ann", noon - 40, 4)).toEqual([0, 0, 1, 1]);
  });

  test("forgets the quietest of more callers than it remembers", () => {
    const limit = new RateLimit({ burst: 1, perSecond: 1 });
    limit.take("quiet", noon);
    for (let i = 0; i < 9_999; i += 1) limit.take(`s${i}`, noon);
    expect(limit.take("quiet", noon)).toBe(1);
    limit.take("one-more", noon);
    expect(limit.take("quiet", noon)).toBe(0);
  });
});

describe("An API call", () => {
  test("beyond the student's limit is a 429 that says when to try again, and reads nothing", async () => {
    let calls = 0;
    const handler = apiHandler(async () => {
      calls += 1;
      return { body: "in" };
    });
    const answers = await Promise.all(
      Array.from({ length: studentLimit.burst + 2 }, () => handler(apiEvent())),
    );
    expect(calls).toBe(studentLimit.burst);
    const { statusCode, headers, body } = answers.at(-1) ?? {};
    expect(statusCode).toBe(429);
    expect(headers).toMatchObject({ "retry-after": "1", "cache-control": "no-store" });
    expect(JSON.parse(body ?? "")).toEqual({
      code: 429,
      body: "Too many calls with this key. Wait 1 s and try again.",
      reason: "too-fast",
      values: { waitSeconds: "1" },
    });
    expect((await handler(apiEvent({ caller: "bob" }))).statusCode).toBe(200);
    expect((await handler(apiEvent({ at: "2026-11-20T12:00:01.000Z" }))).statusCode).toBe(200);
  });
});
