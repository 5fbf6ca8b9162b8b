import { type IncomingHttpHeaders, request } from "node:http";

export interface RawRequest {
  readonly method?: string;
  /** Sent as it is: nothing is encoded or normalised. */
  readonly path: string;
  /** A list is sent as one header for each value. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const timeoutMs = 30_000;

/** Calls the front door with exactly these bytes; `fetch` would normalise paths and refuse methods. */
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
