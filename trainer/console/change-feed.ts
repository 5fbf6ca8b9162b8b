import type { ServerResponse } from "node:http";

/** Something has changed: an execution has a new event, objects were written, mails were sent. */
export type Change =
  | { readonly kind: "execution"; readonly executionArn: string }
  | { readonly kind: "objects" }
  | { readonly kind: "mails" };

/** Calls `tell` at each change from now on; returns how to stop that. */
export type ChangeSource = (tell: (change: Change) => void) => () => void;

/** What has changed: enough for a page to know what to ask for again. */
interface Changes {
  /** ARNs of executions with new events, of a map run's children too. */
  readonly executions: readonly string[];
  /** There were more than are named. */
  readonly hasMoreExecutions: boolean;
  readonly hasNewObjects: boolean;
  readonly hasNewMails: boolean;
}

export interface ChangeFeedOptions {
  readonly source: ChangeSource;
  /** The services' time, in milliseconds since 1970. */
  readonly now: () => number;
  /**
   * Messages are at least so far apart, in milliseconds: a run of a thousand children has twenty thousand events.
   * @default 200
   */
  readonly pauseMs?: number;
}

const noChanges: Changes = {
  executions: [],
  hasMoreExecutions: false,
  hasNewObjects: false,
  hasNewMails: false,
};

const mostNamed = 100;
const mostReaders = 50;

/** Between messages with nothing but the time, in milliseconds: they keep the connection, and the page's clock. */
const heartbeatMs = 15_000;

/** Tells pages what has changed, as server-sent events. It listens to its source only while somebody reads. */
export class ChangeFeed {
  readonly #options: ChangeFeedOptions;
  readonly #readers = new Set<ServerResponse>();
  #stopSource: (() => void) | undefined;
  #executions = new Set<string>();
  #hasNewObjects = false;
  #hasNewMails = false;
  #pending: NodeJS.Timeout | undefined;
  readonly #heartbeat = setInterval(() => this.#tell(this.#take()), heartbeatMs).unref();

  constructor(options: ChangeFeedOptions) {
    this.#options = options;
  }

  /** Keeps the answer open until its reader goes away. */
  open(response: ServerResponse): void {
    if (this.#readers.size >= mostReaders) {
      response.writeHead(503, { "retry-after": "10" }).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.on("close", () => this.#leave(response));
    this.#readers.add(response);
    this.#stopSource ??= this.#options.source((change) => this.#enter(change));
    response.write(`retry: 1000\n${this.#message(noChanges)}`);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const reader of this.#readers) {
      reader.end();
      this.#leave(reader);
    }
  }

  #leave(reader: ServerResponse): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    this.#stopSource?.();
    this.#stopSource = undefined;
    clearTimeout(this.#pending);
    this.#pending = undefined;
  }

  #enter(change: Change): void {
    if (change.kind === "execution") this.#executions.add(change.executionArn);
    else if (change.kind === "objects") this.#hasNewObjects = true;
    else this.#hasNewMails = true;
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined;
      this.#tell(this.#take());
    }, this.#options.pauseMs ?? 200).unref();
  }

  /** What has changed since it was asked last. */
  #take(): Changes {
    const changes: Changes = {
      executions: [...this.#executions].slice(0, mostNamed),
      hasMoreExecutions: this.#executions.size > mostNamed,
      hasNewObjects: this.#hasNewObjects,
      hasNewMails: this.#hasNewMails,
    };
    this.#executions = new Set();
    this.#hasNewObjects = false;
    this.#hasNewMails = false;
    return changes;
  }

  #message(changes: Changes): string {
    return `data: ${JSON.stringify({ now: this.#options.now(), ...changes })}\n\n`;
  }

  #tell(changes: Changes): void {
    const message = this.#message(changes);
    for (const reader of this.#readers) reader.write(message);
  }
}
