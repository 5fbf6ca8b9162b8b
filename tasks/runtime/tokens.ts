import { type Caller, callerOfFunction } from "../../adapters/aws/caller.ts";
import { SignedCalls } from "../../adapters/aws/signed-calls.ts";
import { once } from "../../adapters/once.ts";
import { isError, memberOf } from "../../course/unknown-value.ts";

/** What Step Functions said of a token: accepted, or nobody waits for it (timed out, answered, or not a token). */
export type TokenAnswer = "taken" | "gone";

/** Answers tasks that wait for a token. Tokens are credentials and must not be logged. */
export interface TaskTokens {
  succeed(token: string, output: unknown): Promise<TokenAnswer>;
  fail(token: string, error: string, cause: string): Promise<TokenAnswer>;
  heartbeat(token: string): Promise<TokenAnswer>;
}

/** A duplicate and a late answer look the same: `TaskTimedOut`. */
const goneErrors = new Set(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]);

/** Limits of SendTaskFailure, in characters. */
const longestError = 256;
const longestCause = 32_768;

const unlessGone = async (answer: Promise<unknown>): Promise<TokenAnswer> => {
  try {
    await answer;
    return "taken";
  } catch (error) {
    if (isError(error) && goneErrors.has(error.name)) return "gone";
    throw error;
  }
};

/** An error's name may stand behind its namespace: `com.amazonaws.states#TaskTimedOut`. */
const errorOf = (text: string) => {
  const error = parsed(text);
  const [type, message] = [memberOf(error, "__type"), memberOf(error, "message")];
  return {
    code: typeof type === "string" ? type.split("#").at(-1) : undefined,
    message: typeof message === "string" ? message : undefined,
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export class StepFunctionsTokens implements TaskTokens {
  readonly #calls: SignedCalls;

  constructor(caller: Caller) {
    this.#calls = new SignedCalls({ signedAs: "states", host: "states", errorOf }, caller);
  }

  succeed(taskToken: string, output: unknown): Promise<TokenAnswer> {
    return this.#send("SendTaskSuccess", { taskToken, output: JSON.stringify(output) });
  }

  fail(taskToken: string, error: string, cause: string): Promise<TokenAnswer> {
    return this.#send("SendTaskFailure", {
      taskToken,
      error: error.slice(0, longestError),
      cause: cause.slice(0, longestCause),
    });
  }

  heartbeat(taskToken: string): Promise<TokenAnswer> {
    return this.#send("SendTaskHeartbeat", { taskToken });
  }

  destroy(): void {
    this.#calls.destroy();
  }

  #send(action: string, input: Readonly<Record<string, string>>): Promise<TokenAnswer> {
    return unlessGone(
      this.#calls.sendForText({
        method: "POST",
        path: "/",
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": `AWSStepFunctions.${action}`,
        },
        body: JSON.stringify(input),
      }),
    );
  }
}

export const taskTokens = once((): TaskTokens => new StepFunctionsTokens(callerOfFunction()));
