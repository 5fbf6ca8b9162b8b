import { Readable } from "node:stream";
import {
  AwsError,
  type Functions,
  type Invocation,
  type Json,
  type ListedObject,
  type Objects,
  type Principal,
  type Queues,
} from "../../../../src/ports.ts";

export interface SentMessage {
  readonly queueUrl: string;
  readonly body: Json;
}

/** Queues that remember what was sent, and let a test wait for it. Only the queues named exist. */
export class FakeQueues implements Queues {
  readonly sent: SentMessage[] = [];
  readonly principals: Principal[] = [];
  readonly #known: ReadonlySet<string>;
  #waiting: (() => void)[] = [];

  constructor(...urls: string[]) {
    this.#known = new Set(urls);
  }

  async sendMessage(
    call: { readonly queueUrl: string; readonly body: string },
    principal: Principal,
  ): Promise<{ readonly MessageId: string; readonly MD5OfMessageBody: string }> {
    if (!this.#known.has(call.queueUrl)) {
      throw new AwsError("QueueDoesNotExist", `There is no queue ${call.queueUrl}.`);
    }
    if (call.body === "") {
      throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
    }
    this.sent.push({ queueUrl: call.queueUrl, body: JSON.parse(call.body) });
    this.principals.push(principal);
    for (const look of this.#waiting.splice(0)) look();
    return { MessageId: `message-${this.sent.length}`, MD5OfMessageBody: "md5" };
  }

  /** The n-th message, from 0, once it was sent. */
  async message(n: number): Promise<SentMessage> {
    for (;;) {
      const message = this.sent[n];
      if (message) return message;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** The token in the n-th message. */
  async token(n: number): Promise<string> {
    const { body } = await this.message(n);
    if (typeof body === "object" && body !== null && "token" in body && typeof body.token === "string") {
      return body.token;
    }
    throw new Error(`Message ${n} holds no token: ${JSON.stringify(body)}`);
  }
}

export type FakeFunction = (
  payload: Json,
  call: number,
) => Promise<Invocation> | Invocation | Promise<Json> | Json;

const isInvocation = (value: unknown): value is Invocation =>
  typeof value === "object" && value !== null && "ok" in value && typeof value.ok === "boolean";

/** Functions by the last part of their name; the number of calls of each is counted. */
export class FakeFunctions implements Functions {
  readonly calls: { readonly name: string; readonly payload: Json }[] = [];
  readonly #functions: Readonly<Record<string, FakeFunction>>;

  constructor(functions: Readonly<Record<string, FakeFunction>> = {}) {
    this.#functions = functions;
  }

  async invoke(functionName: string, payload: Json): Promise<Invocation> {
    const name = functionName.split(":").at(-1) ?? "";
    const run = this.#functions[name];
    if (!run) throw new AwsError("ResourceNotFoundException", `Function not found: ${functionName}`, 404);
    this.calls.push({ name, payload });
    const result = await run(payload, this.calls.filter((call) => call.name === name).length);
    return isInvocation(result) ? result : { ok: true, payload: result };
  }
}

function* breaking(chunks: readonly (Buffer | Error)[]): Generator<Buffer> {
  for (const chunk of chunks) {
    if (chunk instanceof Error) throw chunk;
    yield chunk;
  }
}

/** One bucket, `data`. Any other does not exist. */
export class FakeObjects implements Objects {
  readonly stored = new Map<string, string>();
  /** Objects that come in these chunks, or break off with the error among them. */
  readonly streams = new Map<string, readonly (Buffer | Error)[]>();
  readonly lastModified = new Date("2026-11-01T00:00:00Z");

  async get(bucket: string, key: string): Promise<Readable> {
    this.#check(bucket);
    const chunks = this.streams.get(key);
    if (chunks) return Readable.from(breaking(chunks));
    const body = this.stored.get(key);
    if (body === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    return Readable.from([Buffer.from(body)]);
  }

  async put(bucket: string, key: string, body: string | Buffer): Promise<void> {
    this.#check(bucket);
    this.stored.set(key, body.toString());
  }

  async *list(bucket: string, prefix: string): AsyncGenerator<ListedObject> {
    this.#check(bucket);
    for (const [key, body] of [...this.stored].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (key.startsWith(prefix)) {
        yield { key, size: body.length, etag: '"etag"', lastModified: this.lastModified };
      }
    }
  }

  json(key: string): Json {
    const body = this.stored.get(key);
    if (body === undefined)
      throw new Error(`${key} was not written; there is ${[...this.stored.keys()].join(", ")}.`);
    return JSON.parse(body);
  }

  #check(bucket: string): void {
    if (bucket !== "data") throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
  }
}
