import { CorruptError, NotFoundError, TransientError } from "../../adapters/errors.ts";
import { memberOf, messageOf } from "../../course/unknown-value.ts";
import { missingRight } from "../aws/rights.ts";
import { explainError } from "../explain-error.ts";
import { TrainerError } from "../trainer-error.ts";

/** The answer to a refused call of the console: the error's name, a sentence, and the status. */
export class Refusal extends Error {
  readonly status: number;
  constructor(name: string, message: string, status: number) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** What a command would say, and why stored data can't be shown; every other error as it is. */
export const asRefusal = (error: unknown): unknown => {
  if (error instanceof NotFoundError) return new Refusal("NothingPublished", error.message, 404);
  if (error instanceof CorruptError) return new Refusal("Unreadable", error.message, 500);
  return error instanceof TrainerError ? new Refusal("NotDone", error.message, 409) : error;
};

/** Errors of calls that did not reach their service, by the name of the SDK's error or the code of Node's. */
const notReached: ReadonlySet<unknown> = new Set([
  "CredentialsProviderError",
  "TimeoutError",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
]);

/**
 * A service's refusal in the service's own words, or a sentence why it was not reached; undefined: it is a fault of the
 * console itself.
 */
export const refusalOf = (error: unknown): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  if (error instanceof TransientError) return new Refusal("NoAnswer", error.message, 502);
  const [name, code] = [memberOf(error, "name"), memberOf(error, "code")];
  const status = memberOf(memberOf(error, "$metadata"), "httpStatusCode");
  const right = missingRight(error);
  if (right !== undefined) return new Refusal("AccessDenied", right, 403);
  // A fault of the service is not the console's own: 502 rather than 500.
  if (typeof status === "number") return new Refusal(String(name), messageOf(error), Math.min(status, 502));
  if (notReached.has(name) || notReached.has(code)) return new Refusal("NoAnswer", explainError(error), 502);
  return undefined;
};
