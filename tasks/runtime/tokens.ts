import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { sfnClient } from "../../adapters/runs/sfn-client.ts";
import { once } from "../../adapters/storage/once.ts";
import { isError } from "../../course/unknown-value.ts";

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

export class StepFunctionsTokens implements TaskTokens {
  readonly #client: SFNClient;

  constructor(client: SFNClient) {
    this.#client = client;
  }

  succeed(taskToken: string, output: unknown): Promise<TokenAnswer> {
    const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) });
    return unlessGone(this.#client.send(command));
  }

  fail(taskToken: string, error: string, cause: string): Promise<TokenAnswer> {
    const command = new SendTaskFailureCommand({
      taskToken,
      error: error.slice(0, longestError),
      cause: cause.slice(0, longestCause),
    });
    return unlessGone(this.#client.send(command));
  }

  heartbeat(taskToken: string): Promise<TokenAnswer> {
    return unlessGone(this.#client.send(new SendTaskHeartbeatCommand({ taskToken })));
  }
}

export const taskTokens = once((): TaskTokens => new StepFunctionsTokens(sfnClient()));
