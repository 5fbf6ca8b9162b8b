import type { ServerResponse } from "node:http";
import type { AwsService } from "../ports.ts";

/** What has changed since the last message: enough for a page to know what to ask for again. */
export interface Changes {
  /** The region's time, in milliseconds since 1970. */
  readonly now: number;
  /** ARNs of executions with new events, of a map run's children too. */
  readonly executions: readonly string[];
  /** There were more than are named. */
  readonly hasMoreExecutions: boolean;
  readonly hasNewObjects: boolean;
  readonly hasNewMails: boolean;
}

export interface ChangeFeedOptions {
  readonly now: () => number;
  /**
   * Messages are at least so far apart, in milliseconds: a run of a thousand children has twenty thousand events.
   * @default 200
   */
  readonly pauseMs?: number;
}

const mostNamed = 100;
const mostReaders = 50;

/** Between messages with nothing but the time, in milliseconds: they keep the connection, and the page's clock. */
const heartbeatMs = 15_000;

/** Tells pages what has changed, as server-sent events. */
export class ChangeFeed {
  readonly #options: ChangeFeedOptions;
  readonly #readers = new Set<ServerResponse>();
  #executions = new Set<string>();
  #hasNewObjects = false;
  #hasNewMails = false;
  #pending: NodeJS.Timeout | undefined;
  readonly #heartbeat = setInterval(() => this.#write(this.#message()), heartbeatMs).unref();

  constructor(options: ChangeFeedOptions) {
    this.#options = options;
  }

  executionChanged(executionArn: string): void {
    if (this.#readers.size === 0) return;
    this.#executions.add(executionArn);
    this.#schedule();
  }

  /** The service, with its calls that write told as a change. */
  watched(service: AwsService, kind: "objects" | "mails"): AwsService {
    return async (request) => {
      const answer = await service(request);
      if (answer.status < 300 && request.method !== "GET" && request.method !== "HEAD") this.#changed(kind);
      return answer;
    };
  }

  /** Keeps the answer open until its reader goes away. */
  open(response: ServerResponse): void {
    if (this.#readers.size >= mostReaders) {
      response.writeHead(503, { "retry-after": "10" }).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.on("close", () => this.#readers.delete(response));
    this.#readers.add(response);
    response.write(`retry: 1000\n${this.#message()}`);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#pending);
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }

  #changed(kind: "objects" | "mails"): void {
    if (this.#readers.size === 0) return;
    if (kind === "objects") this.#hasNewObjects = true;
    else this.#hasNewMails = true;
    this.#schedule();
  }

  #schedule(): void {
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined;
      this.#write(this.#message());
    }, this.#options.pauseMs ?? 200).unref();
  }

  #message(): string {
    const changes: Changes = {
      now: this.#options.now(),
      executions: [...this.#executions].slice(0, mostNamed),
      hasMoreExecutions: this.#executions.size > mostNamed,
      hasNewObjects: this.#hasNewObjects,
      hasNewMails: this.#hasNewMails,
    };
    this.#executions = new Set();
    this.#hasNewObjects = false;
    this.#hasNewMails = false;
    return `data: ${JSON.stringify(changes)}\n\n`;
  }

  #write(text: string): void {
    for (const reader of this.#readers) reader.write(text);
  }
}
