import type { ServerResponse } from "node:http";

/** An execution has a new event, or any execution may; objects were written; mails were sent. */
export type Change =
  | { readonly kind: "execution"; readonly executionArn: string }
  | { readonly kind: "executions" }
  | { readonly kind: "objects" }
  | { readonly kind: "mails" };

export type StopWatching = () => void;

/** Knows what changes in the services. */
export interface LiveSource {
  /** The services' time, in milliseconds since 1970. */
  now(): number;
  /**
   * Calls `onChange` at each change once it has resolved.
   *
   * @param onLost called at most once, when the services can't be reached any more; `onChange` is not called after that.
   * @throws when they can't be reached.
   */
  watch(onChange: (change: Change) => void, onLost: () => void): Promise<StopWatching>;
}

/** What has changed: enough for a page to know what to ask for again. */
interface Changes {
  /** ARNs of executions with new events, of a map run's children too. */
  readonly executions: readonly string[];
  /** More executions changed than are named. */
  readonly hasMoreExecutions: boolean;
  readonly hasNewObjects: boolean;
  readonly hasNewMails: boolean;
}

const noChanges: Changes = {
  executions: [],
  hasMoreExecutions: false,
  hasNewObjects: false,
  hasNewMails: false,
};

const mostNamed = 100;
const mostReaders = 50;

/** Least time between messages, in milliseconds: a run of a thousand children has twenty thousand events. */
const pauseMs = 200;

/** Between messages with nothing but the time, in milliseconds: they keep the connection, and the page's clock. */
const heartbeatMs = 15_000;

/** Sends changes to pages, as server-sent events. The services are watched only while somebody reads. */
export class ChangeFeed {
  readonly #source: LiveSource;
  readonly #readers = new Set<ServerResponse>();
  /** How many readers wait until the services are watched. */
  #comers = 0;
  #watching: Promise<StopWatching> | undefined;
  #changes = noChanges;
  #pending: NodeJS.Timeout | undefined;
  readonly #heartbeat = setInterval(() => this.#send(), heartbeatMs).unref();

  constructor(source: LiveSource) {
    this.#source = source;
  }

  /**
   * Keeps the answer open until its reader goes away, or the services can't be reached. @throws when they can't be
   * reached.
   */
  async open(response: ServerResponse): Promise<void> {
    if (this.#readers.size + this.#comers >= mostReaders) {
      response.writeHead(503, { "retry-after": "10" }).end();
      return;
    }
    response.on("close", () => this.#leave(response));
    await this.#begin();
    if (response.destroyed) return this.#leave(response);
    this.#readers.add(response);
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(`retry: 1000\n${this.#message(noChanges)}`);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.#dismiss();
  }

  async #begin(): Promise<void> {
    this.#comers += 1;
    this.#watching ??= this.#source.watch(
      (change) => this.#enter(change),
      () => this.#dismiss(),
    );
    try {
      await this.#watching;
    } catch (error) {
      this.#watching = undefined;
      throw error;
    } finally {
      this.#comers -= 1;
    }
  }

  /** Ends all answers: pages notice that, and ask again. */
  #dismiss(): void {
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
    this.#stop();
  }

  #leave(reader: ServerResponse): void {
    this.#readers.delete(reader);
    if (this.#readers.size === 0 && this.#comers === 0) this.#stop();
  }

  #stop(): void {
    this.#watching?.then(
      (stop) => stop(),
      () => undefined,
    );
    this.#watching = undefined;
    clearTimeout(this.#pending);
    this.#pending = undefined;
  }

  #enter(change: Change): void {
    this.#changes = withChange(this.#changes, change);
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined;
      this.#send();
    }, pauseMs).unref();
  }

  #send(): void {
    const message = this.#message(this.#changes);
    this.#changes = noChanges;
    for (const reader of this.#readers) reader.write(message);
  }

  #message(changes: Changes): string {
    return `data: ${JSON.stringify({ now: this.#source.now(), ...changes })}\n\n`;
  }
}

const withChange = (changes: Changes, change: Change): Changes => {
  switch (change.kind) {
    case "executions":
      return { ...changes, hasMoreExecutions: true };
    case "objects":
      return { ...changes, hasNewObjects: true };
    case "mails":
      return { ...changes, hasNewMails: true };
    case "execution": {
      const { executions } = changes;
      if (executions.includes(change.executionArn)) return changes;
      if (executions.length >= mostNamed) return { ...changes, hasMoreExecutions: true };
      return { ...changes, executions: [...executions, change.executionArn] };
    }
  }
};
