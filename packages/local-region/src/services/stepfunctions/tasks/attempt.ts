import { isObject, type JsonObject, parseJson } from "../../../json.ts";
import { type Json, region } from "../../../ports.ts";
import { argumentProblems, type TaskResource } from "../definition/resources.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import { limits } from "../limits.ts";
import { type Payload, payloadFrom, payloadOf, sizeInBytes } from "../payload.ts";
import type { Visit } from "../run/visit.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";
import { type CallResult, call, type TaskWords, wordsOf } from "./calls.ts";
import type { TaskKey } from "./task-tokens.ts";

const timedOut = Symbol("timed out");

/** One attempt at a Task, from TaskScheduled to its outcome. */
export class TaskAttempt {
  readonly visit: Visit<"Task">;
  readonly resource: TaskResource;
  readonly words: TaskWords;
  readonly key: TaskKey;

  constructor(visit: Visit<"Task">, resource: TaskResource) {
    this.visit = visit;
    this.resource = resource;
    this.words = wordsOf(resource);
    this.key = {
      executionId: visit.branch.execution.row.id,
      attempt: `${visit.entered.id}.${visit.retryCount}${visit.branch.execution.redriveSuffix}`,
    };
  }

  get waitsForToken(): boolean {
    return this.resource.kind === "integration" && this.resource.waitsForToken;
  }

  /** Records, or recalls, that the task is scheduled and started: from then on its parameters and limits are fixed. */
  async schedule(): Promise<JournalEvent> {
    const { branch } = this.visit;
    const { prefix, common } = this.words;
    const scheduled =
      branch.recall(`${prefix}Scheduled`) ??
      branch.record(
        `${prefix}Scheduled`,
        await this.#scheduledDetails(),
        this.waitsForToken ? { waits: this.key.attempt } : undefined,
      );
    if (!branch.recall(`${prefix}Started`)) branch.record(`${prefix}Started`, common);
    return scheduled;
  }

  async #scheduledDetails(): Promise<JsonObject> {
    const { visit, resource } = this;
    const { state } = visit;
    const taskToken = this.waitsForToken
      ? visit.branch.execution.machinery.tokens.tokenFor(this.key)
      : undefined;
    const parameters =
      state.Arguments === undefined
        ? visit.input
        : payloadOf(await visit.evaluate("Arguments", state.Arguments, { taskToken }));
    visit.checkSize(parameters, "Arguments");
    const timeouts = await this.#timeouts();
    if (resource.kind === "function") {
      // This event has no member for a heartbeat, and a function can't send one.
      const { timeoutInSeconds } = timeouts;
      return {
        resource: resource.functionArn,
        input: parameters.text,
        inputDetails: { truncated: false },
        ...(timeoutInSeconds === undefined ? {} : { timeoutInSeconds }),
      };
    }
    if (!isObject(parameters.value)) {
      throw visit.wrongType("Arguments", state.Arguments ?? null, "object", parameters.value);
    }
    const problems = argumentProblems(resource.action, parameters.value);
    if (problems.length > 0) {
      throw visit.refused(problems.map(({ at, text }) => `Arguments${at} ${text}`));
    }
    return { ...this.words.common, region, parameters: parameters.text, ...timeouts };
  }

  async #timeouts(): Promise<JsonObject> {
    const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = this.visit.state;
    const range = { least: 1, most: limits.seconds, isWhole: true };
    return {
      ...(timeout === undefined
        ? {}
        : { timeoutInSeconds: await this.visit.evaluateNumber("TimeoutSeconds", timeout, range) }),
      ...(heartbeat === undefined
        ? {}
        : { heartbeatInSeconds: await this.visit.evaluateNumber("HeartbeatSeconds", heartbeat, range) }),
    };
  }

  /**
   * Does the call, after what was recorded so far is on the disk. Rejects with the failure of a timeout at the task's
   * deadline; the call itself can't be taken back. `orUntil`: something that makes the call's result unnecessary.
   */
  async perform<T = never>(scheduled: JournalEvent, orUntil?: Promise<T>): Promise<CallResult | T> {
    const { execution, scope } = this.visit.branch;
    const { machinery } = execution;
    await scope.guard(machinery.journal.committed());
    const principal = machinery.principalOf(execution.row.roleArn);
    const calling = call(machinery, this.resource, parametersOf(scheduled), principal);
    const deadline = deadlineOf(scheduled);
    const result = await scope.wait<CallResult | T | typeof timedOut>(({ resolve, reject }) => {
      calling.then(resolve, reject);
      orUntil?.then(resolve, reject);
      return machinery.clock.at(deadline, () => resolve(timedOut));
    });
    if (result === timedOut) throw this.timeout();
    return result;
  }

  succeed(value: Json): Payload {
    const output = payloadOf(value);
    const { prefix, common } = this.words;
    if (sizeInBytes(output.text) > limits.payloadBytes) {
      throw this.failure(
        stateErrors.dataLimitExceeded,
        `The state/task '${this.visit.state.Resource}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      );
    }
    const details = { ...common, output: output.text, outputDetails: { truncated: false } };
    this.visit.branch.record(`${prefix}Succeeded`, details);
    return output;
  }

  recallSuccess(): Payload | undefined {
    const event = this.visit.branch.recall(`${this.words.prefix}Succeeded`);
    return event && payloadFrom(String(event.details.output));
  }

  failure(error: string | undefined, cause: string | undefined, eventName = "Failed"): StateFailure {
    const { prefix, common } = this.words;
    const details = {
      ...common,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    };
    return new StateFailure(error, cause, { event: { type: `${prefix}${eventName}`, details } });
  }

  /** `isHeartbeat`: a heartbeat did not come in time. The history shows the same for both. */
  timeout(isHeartbeat = false): StateFailure {
    const { prefix, common } = this.words;
    return new StateFailure(stateErrors.timeout, undefined, {
      event: { type: `${prefix}TimedOut`, details: { ...common, error: stateErrors.timeout } },
      aliases: isHeartbeat ? [stateErrors.heartbeatTimeout] : [],
    });
  }
}

const parametersOf = (scheduled: JournalEvent): Json =>
  parseJson(String(scheduled.details.parameters ?? scheduled.details.input));

/** Milliseconds since 1970. Without TimeoutSeconds AWS waits for 99,999,999 seconds, more than three years. */
export const deadlineOf = (scheduled: JournalEvent): number => {
  const { timeoutInSeconds } = scheduled.details;
  return (
    scheduled.timestamp + 1000 * (typeof timeoutInSeconds === "number" ? timeoutInSeconds : limits.seconds)
  );
};
