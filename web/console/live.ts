import * as z from "zod";

const changesSchema = z.object({
  now: z.number(),
  executions: z.array(z.string()),
  hasMoreExecutions: z.boolean(),
  hasNewObjects: z.boolean(),
  hasNewMails: z.boolean(),
});

/** What the console's server says has changed; after a lost connection everything may have. */
export interface Changes extends z.infer<typeof changesSchema> {
  readonly isEverything: boolean;
}

export interface LiveState {
  /** The services' time in its last message, in milliseconds since 1970. */
  readonly now: number;
  readonly isConnected: boolean;
}

type Listener = (changes: Changes) => void;

/** Listens to changes while the page is visible: a hidden page gives its connection back to the browser. */
export class Live {
  readonly #listeners = new Set<Listener>();
  readonly #onState: (state: LiveState) => void;
  #source: EventSource | undefined;
  #state: LiveState;
  #isFirst = true;

  constructor(now: number, onState: (state: LiveState) => void) {
    this.#state = { now, isConnected: false };
    this.#onState = onState;
    document.addEventListener("visibilitychange", () => this.#look());
    this.#look();
  }

  /** Calls `listener` at each change; returns how to stop that. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #look(): void {
    if (document.visibilityState === "hidden") {
      this.#source?.close();
      this.#source = undefined;
      return;
    }
    this.#source ??= this.#listen();
  }

  #listen(): EventSource {
    const source = new EventSource("api/changes");
    let isReopened = !this.#isFirst;
    this.#isFirst = false;
    source.onmessage = ({ data }) => {
      const changes = changesSchema.parse(JSON.parse(String(data)));
      this.#setState({ now: changes.now, isConnected: true });
      for (const listener of this.#listeners) listener({ ...changes, isEverything: isReopened });
      isReopened = false;
    };
    source.onerror = () => {
      isReopened = true;
      this.#setState({ ...this.#state, isConnected: false });
      if (source.readyState !== EventSource.CLOSED || this.#source !== source) return;
      this.#source = undefined;
      setTimeout(() => this.#look(), 2000);
    };
    return source;
  }

  #setState(state: LiveState): void {
    this.#state = state;
    this.#onState(state);
  }
}

/** Whether an execution has new events. */
export const concerns = (changes: Changes, executionArn: string): boolean =>
  changes.isEverything || changes.hasMoreExecutions || changes.executions.includes(executionArn);

/** Whether an execution of this state machine, or a child of a map in it, has new events. */
export const concernsMachine = (changes: Changes, stateMachineArn: string): boolean => {
  const beginning = stateMachineArn.replace(":stateMachine:", ":execution:");
  return (
    changes.isEverything ||
    changes.executions.some((arn) => arn.startsWith(`${beginning}:`) || arn.startsWith(`${beginning}/`))
  );
};
