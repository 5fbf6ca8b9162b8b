import type { IncomingHttpHeaders } from "node:http";
import { expect } from "@jest/globals";
import type { RawReply } from "local-region/testing";
import * as z from "zod";
import { refusalSchema } from "../../../course/api/answers.ts";

/**
 * The API's contract of every answer that is not a 200: code and a sentence, perhaps with a reason and its values, and the
 * headers of all answers.
 */
export const expectRefusal = ({ status, headers, text }: RawReply, code: number): void => {
  const answer = z.strictObject(refusalSchema.shape).parse(JSON.parse(text));
  expect({ status, answer }).toMatchObject({
    status: code,
    answer: { code, body: expect.stringMatching(/^\S.*\.$/s) },
  });
  expectGuarded(headers);
};

/** Security headers are there, and none that lets pages of other origins in. */
export const expectGuarded = (headers: IncomingHttpHeaders): void => {
  expect(headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": expect.stringContaining("sandbox"),
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
  expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
};
