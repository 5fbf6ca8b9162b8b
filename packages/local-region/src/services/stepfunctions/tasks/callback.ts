import type { JournalEvent } from "../journal/history-event.ts";
import type { Payload } from "../payload.ts";
import { deadlineOf, type TaskAttempt } from "./attempt.ts";
import type { CallResult } from "./calls.ts";
import type { Delivery, Mailbox } from "./task-tokens.ts";

type Ending = Delivery | "timeout" | "heartbeat";

/** Submits the task and waits until somebody answers its token. */
export const runCallback = async (attempt: TaskAttempt, scheduled: JournalEvent): Promise<Payload> => {
  const { branch } = attempt.visit;
  const { tokens } = branch.execution.machinery;
  const isSubmitted = branch.recall("TaskSubmitted") !== undefined;
  const known = attempt.recallSuccess();
  if (known) return known;
  const mailbox = tokens.open(attempt.key);
  let isAnswered = false;
  try {
    if (!isSubmitted) await submit(attempt, scheduled, mailbox);
    const ending = await waitForAnswer(attempt, scheduled, mailbox);
    if (ending === "timeout" || ending === "heartbeat") throw attempt.timeout(ending === "heartbeat");
    isAnswered = true;
    acceptOnceCommitted(attempt, ending);
    const { answer } = ending;
    if (answer.kind === "success") return attempt.succeed(answer.output);
    throw attempt.failure(answer.error, answer.cause);
  } finally {
    tokens.close(attempt.key, isAnswered);
  }
};

const submit = async (attempt: TaskAttempt, scheduled: JournalEvent, mailbox: Mailbox): Promise<void> => {
  const result = await attempt.perform(scheduled, answeredEarly(attempt, mailbox));
  if (result === "answered") return;
  if (!result.ok) throw attempt.failure(result.error, result.cause, "SubmitFailed");
  attempt.visit.branch.record("TaskSubmitted", submittedDetails(attempt, result));
};

const submittedDetails = (attempt: TaskAttempt, result: Extract<CallResult, { ok: true }>) => ({
  ...attempt.words.common,
  output: JSON.stringify(result.output),
  outputDetails: { truncated: false },
});

/**
 * A function may answer its own token before it returns, and wait for that to be taken: it is taken at once. The answer
 * to a message waits until `TaskSubmitted` is recorded, which is a moment later.
 */
const answeredEarly = (attempt: TaskAttempt, mailbox: Mailbox): Promise<"answered"> | undefined => {
  if (attempt.words.common.resourceType !== "lambda") return undefined;
  if (mailbox.delivery) return Promise.resolve("answered");
  return new Promise((resolve) => {
    mailbox.onAnswer = () => resolve("answered");
  });
};

/** After a restart of the region the heartbeat counts anew, because nobody could be heard in between. */
const waitForAnswer = (attempt: TaskAttempt, scheduled: JournalEvent, mailbox: Mailbox): Promise<Ending> => {
  const { scope, execution } = attempt.visit.branch;
  const { clock } = execution.machinery;
  const deadline = deadlineOf(scheduled);
  const { heartbeatInSeconds } = scheduled.details;
  return scope.wait<Ending>(({ resolve }) => {
    const startHeartbeat = (): (() => void) =>
      typeof heartbeatInSeconds === "number"
        ? clock.after(1000 * heartbeatInSeconds, () => resolve("heartbeat"))
        : () => undefined;
    let cancelHeartbeat = startHeartbeat();
    const cancelDeadline = clock.at(deadline, () => resolve("timeout"));
    mailbox.onAnswer = resolve;
    mailbox.onHeartbeat = () => {
      cancelHeartbeat();
      cancelHeartbeat = startHeartbeat();
    };
    if (mailbox.delivery) resolve(mailbox.delivery);
    return () => {
      cancelHeartbeat();
      cancelDeadline();
      mailbox.onAnswer = undefined;
      mailbox.onHeartbeat = undefined;
    };
  });
};

/**
 * The worker is told that its answer was taken once that is on the disk. The outcome is recorded in this turn of the event
 * loop, a failure by whoever decides about it, so the commit to wait for is known on the next one.
 */
const acceptOnceCommitted = (attempt: TaskAttempt, delivery: Delivery): void => {
  const { journal } = attempt.visit.branch.execution.machinery;
  setImmediate(() => {
    journal.committed().then(delivery.accept, () => undefined);
  });
};
