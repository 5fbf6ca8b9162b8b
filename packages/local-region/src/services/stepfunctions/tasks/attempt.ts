import { isObject, type JsonObject, parseJson } from "../../../json.ts";
import { type Json, region } from "../../../ports.ts";
import { argumentProblems, type TaskResource } from "../definition/resources.ts";
import type { StateExecution } from "../interpreter/state-execution.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import { limits } from "../limits.ts";
import { type Payload, payloadFrom, payloadOf, sizeInBytes } from "../payload.ts";
import { StateFailure, stateErrors, tooLargeResult } from "../state-failure.ts";
import { type CallResult, call, type TaskWords, wordsOf } from "./calls.ts";
import type { TaskContext } from "./task-context.ts";
import type { TaskKey } from "./task-tokens.ts";

const timedOut = Symbol("timed out");

/** One attempt at a Task, from TaskScheduled to its outcome. */
export class TaskAttempt {
  readonly stateExecution: StateExecution<"Task">;
  readonly resource: TaskResource;
  readonly words: TaskWords;
  readonly key: TaskKey;
  readonly #context: TaskContext;

  constructor(stateExecution: StateExecution<"Task">, resource: TaskResource, context: TaskContext) {
    this.stateExecution = stateExecution;
    this.resource = resource;
    this.#context = context;
    this.words = wordsOf(resource);
    this.key = {
      executionId: stateExecution.branch.execution.row.id,
      attempt: `${stateExecution.entered.id}.${stateExecution.retryCount}${stateExecution.branch.execution.redriveSuffix}`,
    };
  }

  get waitsForToken(): boolean {
    return this.resource.kind === "integration" && this.resource.waitsForToken;
  }

  /** Records, or replays, that the task is scheduled and started. This fixes its parameters and its timeouts. */
  async schedule(): Promise<JournalEvent> {
    const { branch } = this.stateExecution;
    const { prefix, common } = this.words;
    const scheduled =
      branch.replay(`${prefix}Scheduled`) ??
      branch.record(
        `${prefix}Scheduled`,
        await this.#scheduledDetails(),
        this.waitsForToken ? { waits: this.key.attempt } : undefined,
      );
    if (!branch.replay(`${prefix}Started`)) branch.record(`${prefix}Started`, common);
    return scheduled;
  }

  async #scheduledDetails(): Promise<JsonObject> {
    const { stateExecution, resource } = this;
    const { state } = stateExecution;
    const taskToken = this.waitsForToken ? this.#context.tokens.tokenFor(this.key) : undefined;
    const parameters =
      state.Arguments === undefined
        ? stateExecution.input
        : payloadOf(await stateExecution.evaluate("Arguments", state.Arguments, { taskToken }));
    stateExecution.checkSize(parameters, "Arguments");
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
      throw stateExecution.wrongType("Arguments", state.Arguments ?? null, "object", parameters.value);
    }
    const problems = argumentProblems(resource.action, parameters.value);
    if (problems.length > 0) {
      throw stateExecution.refused(problems.map(({ at, text }) => `Arguments${at} ${text}`));
    }
    return { ...this.words.common, region, parameters: parameters.text, ...timeouts };
  }

  async #timeouts(): Promise<JsonObject> {
    const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = this.stateExecution.state;
    const range = { least: 1, most: limits.seconds, isWhole: true };
    return {
      ...(timeout === undefined
        ? {}
        : { timeoutInSeconds: await this.stateExecution.evaluateNumber("TimeoutSeconds", timeout, range) }),
      ...(heartbeat === undefined
        ? {}
        : {
            heartbeatInSeconds: await this.stateExecution.evaluateNumber(
              "HeartbeatSeconds",
              heartbeat,
              range,
            ),
          }),
    };
  }

  /**
   * Makes the call once the events recorded so far are on the disk. Rejects with a timeout's StateFailure at the task's
   * deadline; the call itself continues. `orUntil`: resolves when the call's result is no longer needed.
   */
  async perform<T = never>(scheduled: JournalEvent, orUntil?: Promise<T>): Promise<CallResult | T> {
    const { execution, scope } = this.stateExecution.branch;
    const { clock, journal, services, permissions } = this.#context;
    await scope.guard(journal.committed());
    const principal = permissions.principalOf(execution.row.roleArn);
    const calling = call(services, this.resource, parametersOf(scheduled), principal);
    const deadline = deadlineOf(scheduled);
    const result = await scope.wait<CallResult | T | typeof timedOut>(({ resolve, reject }) => {
      calling.then(resolve, reject);
      orUntil?.then(resolve, reject);
      return clock.at(deadline, () => resolve(timedOut));
    });
    if (result === timedOut) throw this.timeout();
    return result;
  }

  succeed(value: Json): Payload {
    const output = payloadOf(value);
    const { prefix, common } = this.words;
    if (sizeInBytes(output.text) > limits.payloadBytes) {
      const { resource } = this;
      const name = resource.kind === "function" ? resource.functionArn : resource.service;
      throw this.failure(stateErrors.dataLimitExceeded, tooLargeResult(name));
    }
    const details = { ...common, output: output.text, outputDetails: { truncated: false } };
    this.stateExecution.branch.record(`${prefix}Succeeded`, details);
    return output;
  }

  replaySuccess(): Payload | undefined {
    const event = this.stateExecution.branch.replay(`${this.words.prefix}Succeeded`);
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

  /** `isHeartbeat`: the heartbeat did not come in time. The history shows both timeouts alike. */
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

/**
 * Milliseconds since 1970. Without TimeoutSeconds AWS waits for 99,999,999 seconds, more than three years.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
 */
export const deadlineOf = (scheduled: JournalEvent): number => {
  const { timeoutInSeconds } = scheduled.details;
  return (
    scheduled.timestamp + 1000 * (typeof timeoutInSeconds === "number" ? timeoutInSeconds : limits.seconds)
  );
};
