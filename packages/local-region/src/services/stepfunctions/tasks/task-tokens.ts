import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import { AwsError, type Json } from "../../../ports.ts";
import type { ExecutionsTable } from "../journal/executions.ts";

/** What a worker answers. */
export type Answer =
  | { readonly kind: "success"; readonly output: Json }
  | { readonly kind: "failure"; readonly error: string | undefined; readonly cause: string | undefined };

/** An answer that is not recorded yet. `accept` replies to the worker, once it is. */
export interface Delivery {
  readonly answer: Answer;
  readonly accept: () => void;
}

const stopping = (): AwsError =>
  new AwsError("ServiceUnavailable", "The region is stopping; send the answer again when it runs.", 503);

const tooLate = (): AwsError =>
  new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");

/**
 * Takes the answer for one task. It exists as long as the task waits, also after a restart of the region, when the execution
 * does not run again yet.
 */
export class Mailbox {
  #delivery: Delivery | undefined;
  #refuse: ((error: AwsError) => void) | undefined;
  #isClosed = false;
  onAnswer: ((delivery: Delivery) => void) | undefined;
  onHeartbeat: (() => void) | undefined;

  /** Resolves when the answer is recorded for good; rejects with TaskTimedOut when another one came first. */
  deliver(answer: Answer): Promise<void> {
    if (this.#delivery || this.#isClosed) return Promise.reject(tooLate());
    return new Promise((resolve, reject) => {
      this.#delivery = { answer, accept: resolve };
      this.#refuse = reject;
      this.onAnswer?.(this.#delivery);
    });
  }

  get delivery(): Delivery | undefined {
    return this.#delivery;
  }

  /** The task is over. An answer that came too late to be recorded is refused with `error`. */
  close(isAnswered: boolean, error: AwsError = tooLate()): void {
    this.#isClosed = true;
    if (!isAnswered) this.#refuse?.(error);
  }
}

/** Identifies one attempt at one task of one execution. */
export interface TaskKey {
  readonly executionId: number;
  /** `<id of the event that entered the state>.<retries so far>` */
  readonly attempt: string;
}

const hmacBytes = 32;

/**
 * Task tokens. A token names its task, so it is the same after a kill, and is signed, so it can't be guessed.
 */
export class TaskTokens {
  /** Made once: plain bytes would be imported again for each signature. */
  readonly #secret: KeyObject;
  readonly #executions: ExecutionsTable;
  #isHalted = false;
  /** By execution, then by attempt. */
  readonly #open = new Map<number, Map<string, Mailbox>>();

  constructor(secret: Buffer, executions: ExecutionsTable) {
    this.#secret = createSecretKey(secret);
    this.#executions = executions;
  }

  tokenFor(key: TaskKey): string {
    const name = Buffer.from(nameOf(key));
    return Buffer.concat([this.#sign(name), name]).toString("base64");
  }

  /** The mailbox of a waiting task; made if there is none yet. */
  open({ executionId, attempt }: TaskKey): Mailbox {
    const ofExecution = this.#open.get(executionId) ?? new Map<string, Mailbox>();
    const mailbox = ofExecution.get(attempt) ?? new Mailbox();
    this.#open.set(executionId, ofExecution.set(attempt, mailbox));
    return mailbox;
  }

  /** `isAnswered`: the task ends with the answer in the mailbox. */
  close({ executionId, attempt }: TaskKey, isAnswered: boolean): void {
    const ofExecution = this.#open.get(executionId);
    ofExecution?.get(attempt)?.close(isAnswered);
    ofExecution?.delete(attempt);
    if (ofExecution?.size === 0) this.#open.delete(executionId);
  }

  /** Closes all mailboxes of an execution that has ended. */
  closeAll(executionId: number): void {
    for (const mailbox of this.#open.get(executionId)?.values() ?? []) mailbox.close(false);
    this.#open.delete(executionId);
  }

  /** For when the region stops. Tasks still wait, in the journal, so workers are asked to send their answers again. */
  halt(): void {
    this.#isHalted = true;
    for (const ofExecution of this.#open.values()) {
      for (const mailbox of ofExecution.values()) mailbox.close(false, stopping());
    }
    this.#open.clear();
  }

  /**
   * Throws InvalidToken, TaskDoesNotExist or TaskTimedOut when no task waits with this token, ServiceUnavailable when the
   * region stops.
   */
  find(token: string): Mailbox {
    if (this.#isHalted) throw stopping();
    const key = this.#read(token);
    const mailbox = this.#open.get(key.executionId)?.get(key.attempt);
    if (mailbox) return mailbox;
    if (this.#executions.byId(key.executionId)) throw tooLate();
    throw new AwsError("TaskDoesNotExist", "Task does not exist: 'no execution has this task token'");
  }

  #read(token: string): TaskKey {
    const bytes = Buffer.from(token, "base64");
    const name = bytes.subarray(hmacBytes);
    const isOurs =
      name.length > 0 &&
      bytes.toString("base64") === token &&
      timingSafeEqual(this.#sign(name), bytes.subarray(0, hmacBytes));
    if (!isOurs) throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
    const [executionId, attempt = ""] = name.toString().split(":");
    return { executionId: Number(executionId), attempt };
  }

  #sign(name: Buffer): Buffer {
    return createHmac("sha256", this.#secret).update(name).digest();
  }
}

const nameOf = ({ executionId, attempt }: TaskKey): string => `${executionId}:${attempt}`;
