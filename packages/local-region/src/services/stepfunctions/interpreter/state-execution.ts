import type { JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import type { MapNode, ParallelNode } from "../definition/program.ts";
import type {
  ChoiceState,
  FailState,
  PassState,
  StateType,
  SucceedState,
  TaskState,
  WaitState,
} from "../definition/states.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import type { Bindings } from "../jsonata/expression.ts";
import { EvaluationError, expressionIn } from "../jsonata/template.ts";
import { limits } from "../limits.ts";
import { type Payload, payloadOf, sizeInBytes } from "../payload.ts";
import { StateFailure, stateErrors, tooLargeResult } from "../state-failure.ts";
import type { Branch, RunBranch } from "./branch.ts";
import { contextObject, type EvaluationInputs } from "./context-object.ts";
import type { Templates } from "./templates.ts";

export interface StateByType {
  readonly Pass: PassState;
  readonly Task: TaskState;
  readonly Choice: ChoiceState;
  readonly Wait: WaitState;
  readonly Parallel: ParallelNode;
  readonly Map: MapNode;
  readonly Succeed: SucceedState;
  readonly Fail: FailState;
}

/** How a state is left. */
export interface Outcome {
  readonly output: Payload;
  readonly assigned: JsonObject | undefined;
  /** undefined: the branch is over. */
  readonly next: string | undefined;
}

/** An empty Assign shows nowhere in the history, as if it were not there. */
const hasMembers = (assign: JsonObject | undefined): assign is JsonObject =>
  assign !== undefined && Object.keys(assign).length > 0;

/** One run of a state: from the event that enters it to the event that leaves it, with all its retries. */
export class StateExecution<T extends StateType = StateType> {
  readonly branch: Branch;
  readonly name: string;
  readonly type: T;
  readonly state: StateByType[T];
  readonly input: Payload;
  readonly entered: JournalEvent;
  /** How often it was retried so far. */
  retryCount = 0;
  readonly #templates: Templates;

  constructor(
    branch: Branch,
    templates: Templates,
    at: {
      readonly name: string;
      readonly type: T;
      readonly state: StateByType[T];
      readonly input: Payload;
      readonly entered: JournalEvent;
    },
  ) {
    this.branch = branch;
    this.#templates = templates;
    this.name = at.name;
    this.type = at.type;
    this.state = at.state;
    this.input = at.input;
    this.entered = at.entered;
  }

  /** Evaluates a field. Rejects with StateFailure when the evaluation fails. */
  async evaluate(location: string, source: Json, inputs: EvaluationInputs = {}): Promise<Json> {
    if (typeof source === "number" || typeof source === "boolean" || source === null) return source;
    try {
      const template = this.#templates.of(source, location);
      return await template.evaluate(this.#bindings(inputs));
    } catch (error) {
      if (error instanceof EvaluationError) throw this.#failedToEvaluate(error);
      throw error;
    }
  }

  /** Evaluates a field that must give a number from `least` to `most`; fractions only where `isWhole` is false. */
  async evaluateNumber(
    location: string,
    source: Json,
    range: { readonly least: number; readonly most: number; readonly isWhole: boolean },
  ): Promise<number> {
    const value = await this.evaluate(location, source);
    if (typeof value !== "number") throw this.wrongType(location, source, "number", value);
    if (value < range.least || value > range.most || (range.isWhole && !Number.isInteger(value))) {
      const kind = range.isWhole ? "a whole number" : "a number";
      throw this.failedAt(
        location,
        `The ${location} field must be ${kind} from ${range.least} to ${range.most}, not ${value}.`,
      );
    }
    return value;
  }

  async evaluateText(location: string, source: Json): Promise<string> {
    const value = await this.evaluate(location, source);
    if (typeof value !== "string") throw this.wrongType(location, source, "string", value);
    return value;
  }

  /** Evaluates `Assign` and `Output`; both see the variables as they were before. */
  async conclude(
    rules: { readonly Assign?: JsonObject | undefined; readonly Output?: Json | undefined },
    defaultOutput: Payload,
    at: { readonly next: string | undefined; readonly inputs?: EvaluationInputs; readonly prefix?: string },
  ): Promise<Outcome> {
    const { next, inputs = {}, prefix = "" } = at;
    const { Assign: assign, Output: output } = rules;
    const [assigned, value] = await Promise.all([
      hasMembers(assign) ? this.#evaluateAssign(`${prefix}Assign`, assign, inputs) : undefined,
      output === undefined ? undefined : this.evaluate(`${prefix}Output`, output, inputs),
    ]);
    const payload = value === undefined ? defaultOutput : payloadOf(value);
    if (sizeInBytes(payload.text) > limits.payloadBytes)
      throw new StateFailure(stateErrors.dataLimitExceeded, tooLargeResult(this.name));
    return { output: payload, assigned, next };
  }

  checkSize(payload: Payload, what: string, mostBytes: number = limits.payloadBytes): void {
    const bytes = sizeInBytes(payload.text);
    if (bytes <= mostBytes) return;
    throw new StateFailure(
      stateErrors.dataLimitExceeded,
      `The ${what} of the state '${this.name}' has ${bytes} bytes, more than the limit of ${mostBytes}.`,
    );
  }

  /** The failure of an evaluation whose result the field can't hold. */
  failedAt(location: string, message: string): StateFailure {
    return this.#failedToEvaluate(new EvaluationError(location, message));
  }

  wrongType(location: string, source: Json, wanted: string, value: Json): StateFailure {
    const shown = JSON.stringify(value);
    const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    const expression = typeof source === "string" ? (expressionIn(source) ?? source) : JSON.stringify(source);
    return this.failedAt(
      location,
      `The JSONata expression '${expression}' specified for the field '${location}' returned an unexpected result type. Expected '${wanted}', but was '${kind}' for value: ${shown.slice(0, 500)}`,
    );
  }

  /**
   * The failure of something unsupported that shows only at run time. Nothing catches it, as if the definition had been
   * refused.
   */
  refused(problems: readonly string[]): StateFailure {
    return new StateFailure(stateErrors.runtime, `The state '${this.name}': ${problems.join("; ")}.`);
  }

  async #evaluateAssign(location: string, assign: JsonObject, inputs: EvaluationInputs): Promise<JsonObject> {
    const entries = await Promise.all(
      Object.entries(assign).map(
        async ([name, source]) => [name, await this.evaluate(`${location}/${name}`, source, inputs)] as const,
      ),
    );
    const assigned = Object.fromEntries(entries);
    this.checkSize(payloadOf(assigned), location);
    const all = payloadOf({ ...this.branch.variables, ...assigned });
    this.checkSize(all, "variables", limits.variablesBytes);
    return assigned;
  }

  #bindings({ result, errorOutput, taskToken, item = this.branch.item }: EvaluationInputs): Bindings {
    const context = contextObject(this.branch.execution, this, { taskToken, item });
    const states: Record<string, Json> = { input: this.input.value, context };
    if (result !== undefined) states.result = result;
    if (errorOutput !== undefined) states.errorOutput = errorOutput;
    return { ...this.branch.variables, states };
  }

  #failedToEvaluate({ location, message }: EvaluationError): StateFailure {
    return this.evaluationFailed(message, location);
  }

  /** `location`: the field that it is about. */
  evaluationFailed(message: string, location?: string): StateFailure {
    const error = stateErrors.queryEvaluationError;
    const where = `(entered at the event id #${this.entered.id})`;
    const cause = `An error occurred while executing the state '${this.name}' ${where}. ${message}`;
    const details = { error, cause, ...(location === undefined ? {} : { location }), state: this.name };
    return new StateFailure(error, cause, { event: { type: "EvaluationFailed", details } });
  }
}

/**
 * Runs one attempt at a state: resolves to its outcome, or rejects with StateFailure. `runBranch` runs the states inside
 * it.
 */
export type HandleState = <T extends StateType>(
  stateExecution: StateExecution<T>,
  runBranch: RunBranch,
) => Promise<Outcome>;
