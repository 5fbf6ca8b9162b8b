import { type IncomingHttpHeaders, request } from "node:http";
import { expect } from "@jest/globals";

export interface RawRequest {
  readonly method?: string;
  /** As it goes over the wire: nothing is encoded or normalised. */
  readonly path: string;
  /** A list is sent as a header a value. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const timeoutMs = 30_000;

/** Calls the front door with exactly these bytes; `fetch` would tidy up paths and refuse methods. */
export const rawCall = (
  base: string,
  { method = "POST", path, headers, body }: RawRequest,
): Promise<RawReply> =>
  new Promise((replied, failed) => {
    const { hostname, port } = new URL(base);
    const options = { hostname, port, method, path, headers, signal: AbortSignal.timeout(timeoutMs) };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", failed);
      response.on("end", () =>
        replied({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", failed);
    sent.end(body);
  });

/** The API's contract of every answer that is not a 200: code and a sentence, and the headers of all answers. */
export const expectRefusal = ({ status, headers, text }: RawReply, code: number): void => {
  expect({ status, answer: JSON.parse(text) }).toEqual({
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
