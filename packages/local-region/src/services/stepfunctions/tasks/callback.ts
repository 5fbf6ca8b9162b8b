import type { Clock } from "../../../clock.ts";
import type { Scope } from "../interpreter/scope.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import type { Payload } from "../payload.ts";
import { deadlineOf, type TaskAttempt } from "./attempt.ts";
import type { CallResult } from "./calls.ts";
import type { TaskContext } from "./task-context.ts";
import type { Delivery, Mailbox } from "./task-tokens.ts";

type Ending = Delivery | "timeout" | "heartbeat";

/** Submits the task and waits until somebody answers its token. */
export const runCallback = async (
  attempt: TaskAttempt,
  scheduled: JournalEvent,
  { clock, journal, tokens }: Pick<TaskContext, "clock" | "journal" | "tokens">,
): Promise<Payload> => {
  const { branch } = attempt.stateExecution;
  const isSubmitted = branch.replay("TaskSubmitted") !== undefined;
  const known = attempt.replaySuccess();
  if (known) return known;
  const mailbox = tokens.open(attempt.key);
  let isAnswered = false;
  try {
    if (!isSubmitted) await submit(attempt, scheduled, mailbox);
    const ending = await waitForAnswer(branch.scope, clock, scheduled, mailbox);
    if (ending === "timeout" || ending === "heartbeat") throw attempt.timeout(ending === "heartbeat");
    isAnswered = true;
    acceptOnceCommitted(journal, ending);
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
  attempt.stateExecution.branch.record("TaskSubmitted", submittedDetails(attempt, result));
};

const submittedDetails = (attempt: TaskAttempt, result: Extract<CallResult, { ok: true }>) => ({
  ...attempt.words.common,
  output: JSON.stringify(result.output),
  outputDetails: { truncated: false },
});

/**
 * Resolves when a function answers its own token before it returns. It may wait for the reply to that, so the answer is
 * accepted at once. An answer to a message waits until `TaskSubmitted` is recorded, a moment later.
 */
const answeredEarly = (attempt: TaskAttempt, mailbox: Mailbox): Promise<"answered"> | undefined => {
  if (attempt.words.common.resourceType !== "lambda") return undefined;
  if (mailbox.delivery) return Promise.resolve("answered");
  return new Promise((resolve) => {
    mailbox.onAnswer = () => resolve("answered");
  });
};

/** After a restart of the region the heartbeat's time starts again, because no heartbeat could arrive in between. */
const waitForAnswer = (
  scope: Scope,
  clock: Clock,
  scheduled: JournalEvent,
  mailbox: Mailbox,
): Promise<Ending> => {
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
 * Answers the worker once the outcome is on the disk. The outcome is recorded in this turn of the event loop, a failure by
 * the code that decides about it, so the commit to wait for is known in the next turn.
 */
const acceptOnceCommitted = (journal: TaskContext["journal"], delivery: Delivery): void => {
  setImmediate(() => {
    journal.committed().then(delivery.accept, () => undefined);
  });
};
