import { describe, expect, test } from "@jest/globals";
import { adviceFor, wordsFor } from "../../../course/api/code-words.ts";
import { api } from "../../../course/words/en.ts";

describe("What a code means", () => {
  test("is said for every code of the API's contract, and for any other", () => {
    expect(Object.keys(api.codes).map(Number)).toEqual([400, 401, 403, 404, 409, 410, 413, 429]);
    expect(wordsFor(410, api)).toBe("Too late: the deadline of this test has passed.");
    expect(wordsFor(503, api)).toBe("The server has a problem (status 503).");
    for (const code of [418, 600])
      expect(wordsFor(code, api)).toBe(
        `The server answered with the status ${code}, which this client does not know.`,
      );
  });

  test("comes with advice where there is some", () => {
    expect([adviceFor(429, api), adviceFor(500, api), adviceFor(599, api), adviceFor(401, api)]).toEqual([
      api.waitAMinute,
      api.tryLater,
      api.tryLater,
      null,
    ]);
  });
});
