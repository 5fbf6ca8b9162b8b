import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";
import { isThrottle, isTransient, ServiceError } from "../errors.ts";
import type { Caller } from "./caller.ts";

/**
 * Every call of a function is bounded: three attempts of at most 2.5 s, and the waits between them, end before the API's
 * functions do, after 10 s.
 */
const connectionTimeoutMs = 1_000;
const requestTimeoutMs = 2_500;
const mostAttempts = 3;

/** The longest wait before the second attempt; it doubles for the third. As in the SDK, it is longer when a service throttles. */
const firstWaitMs = 100;
const firstWaitOfThrottledMs = 500;

export interface Service {
  /** Its name in a signature. */
  readonly signedAs: string;
  /** The first part of its host name at AWS. */
  readonly host: string;
  /** @default 3 */
  readonly attempts?: number;
  /** Of one attempt, in milliseconds. @default 2500 */
  readonly timeoutMs?: number;
  /** Connections at the same time. @default 50 */
  readonly mostConnections?: number;
  /** The code and the message of an error by the text of the answer; undefined: it has none. */
  readonly errorOf: (text: string) => {
    readonly code?: string | undefined;
    readonly message?: string | undefined;
  };
}

export interface Call {
  readonly method: "GET" | "PUT" | "POST";
  /** Escaped for a URL. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Instead of the service's. */
  readonly timeoutMs?: number;
}

/** An answer that is no error. Its body must be read: until then it occupies a connection. */
export interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** Reads all. Twice as fast as iterating. */
export const readText = (body: Readable): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.on("data", (chunk: Buffer) => chunks.push(chunk));
    body.on("end", () => resolve(Buffer.concat(chunks).toString()));
    body.on("error", reject);
  });

const waitMs = (error: unknown, attempt: number): number =>
  Math.random() * (isThrottle(error) ? firstWaitOfThrottledMs : firstWaitMs) * 2 ** (attempt - 1);

/**
 * Signed calls of one AWS service, made of the parts of AWS's SDK that sign and send. Of what its clients do for each call, these need
 * nothing else: an SDK client takes six times as much processor time and up to 250 kB of each bundle
 * (docs/performance.md).
 */
export class SignedCalls {
  readonly #service: Service;
  readonly #url: URL;
  readonly #signer: SignatureV4;
  readonly #http: NodeHttpHandler;

  constructor(service: Service, { region, credentials, endpoint }: Caller) {
    this.#service = service;
    this.#url = new URL(endpoint ?? `https://${service.host}.${region}.amazonaws.com`);
    this.#signer = new SignatureV4({
      service: service.signedAs,
      region,
      credentials,
      sha256: Sha256,
      // Paths come escaped.
      uriEscapePath: false,
    });
    const agent = { maxSockets: service.mostConnections ?? 50 };
    this.#http = new NodeHttpHandler({
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: service.timeoutMs ?? requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    });
  }

  /** Makes a call, again when it fails for now. @throws {ServiceError} when the service refuses. */
  async send(call: Call): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(call);
      } catch (error) {
        if (attempt >= (this.#service.attempts ?? mostAttempts) || !isTransient(error)) throw error;
        await setTimeout(waitMs(error, attempt));
      }
    }
  }

  /** `send`, when all that matters is the answer's text. */
  async sendForText(call: Call): Promise<string> {
    return readText((await this.send(call)).body);
  }

  /** Closes its connections. */
  destroy(): void {
    this.#http.destroy();
  }

  async #attempt({ timeoutMs, ...call }: Call): Promise<Answer> {
    const { response } = await this.#http.handle(
      HttpRequest.clone(await this.#signer.sign(this.#requestOf(call))),
      timeoutMs === undefined ? {} : { requestTimeout: timeoutMs },
    );
    const body: unknown = response.body;
    if (!(body instanceof Readable)) throw new TypeError("The answer's body is no stream.");
    if (response.statusCode < 300) return { headers: response.headers, body };
    const { code, message } = this.#service.errorOf(await readText(body));
    throw new ServiceError(code ?? `Http${response.statusCode}`, message ?? "", response.statusCode);
  }

  #requestOf({ method, path, query, headers, body }: Call): HttpRequest {
    const { protocol, hostname, port, host } = this.#url;
    const trace = process.env._X_AMZN_TRACE_ID;
    return new HttpRequest({
      protocol,
      hostname,
      ...(port !== "" && { port: Number(port) }),
      method,
      path,
      query: { ...query },
      headers: {
        ...headers,
        host,
        ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
        // So that Lambda's tracing knows whose call it is, and a function that calls itself is stopped.
        ...(trace !== undefined && { "x-amzn-trace-id": trace }),
      },
      body,
    });
  }
}
