import { errorNames } from "../course/run/run.ts";
import { isError, memberOf, messageOf } from "../course/unknown-value.ts";

/** The errors of reading and writing the course's data, and of sending its mail. */
export abstract class AdapterError extends Error {}

/** A service could not be reached, failed or throttled: worth another try. */
export class TransientError extends AdapterError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = errorNames.transient;
  }
}

/** A required object is missing. */
export class NotFoundError extends AdapterError {
  readonly key: string;
  constructor(key: string, advice = "") {
    super(`There is no ${key}.${advice && ` ${advice}`}`);
    this.name = "NotFoundError";
    this.key = key;
  }
}

/** An object exists, but its content is wrong. */
export class CorruptError extends AdapterError {
  readonly key: string;
  constructor(key: string, problem: string) {
    super(`${key} is corrupt: ${problem}`);
    this.name = "CorruptError";
    this.key = key;
  }
}

const throttles = new Set([
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
]);

const lostConnections = new Set([
  "ECONNRESET",
  "ECONNABORTED",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);

/** Error codes of a connection that was never made: the service got no request. */
const neverConnected = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN"]);

const statusOf = (error: unknown): number => {
  const status = memberOf(memberOf(error, "$metadata"), "httpStatusCode");
  return typeof status === "number" ? status : 0;
};

const nameOf = (error: unknown): string => String(memberOf(error, "name") ?? "");

const codeOf = (error: unknown): string => String(memberOf(error, "code") ?? memberOf(error, "errno") ?? "");

/** The service refused because of its limits, and did nothing. */
export const isThrottle = (error: unknown): boolean =>
  throttles.has(nameOf(error)) || statusOf(error) === 429;

/**
 * SES has reached the account's limit for 24 hours. The error has the same name as that of the rate limit, but no retry
 * succeeds today.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html
 */
export const isDailyQuota = (error: unknown): boolean =>
  isThrottle(error) && /daily message quota exceeded/i.test(messageOf(error));

/** The request never reached the service. */
export const isNeverConnected = (error: unknown): boolean => neverConnected.has(codeOf(error));

/** The service answered, and refused (4xx): it certainly did nothing. */
export const isRefusal = (error: unknown): boolean => statusOf(error) >= 400 && statusOf(error) < 500;

const isTimeout = (error: unknown): boolean => ["TimeoutError", "RequestTimeout"].includes(nameOf(error));

/** Whether the same call may succeed a little later. */
export const isTransient = (error: unknown): boolean =>
  error instanceof TransientError ||
  isThrottle(error) ||
  statusOf(error) >= 500 ||
  isTimeout(error) ||
  lostConnections.has(codeOf(error));

/** The error for the workflow: transient failures get the name that its Retry knows, all others stay as they are. */
export const asTaskError = (error: unknown): Error => {
  if (error instanceof TransientError) return error;
  if (isTransient(error)) {
    return new TransientError(`${nameOf(error) || "A call"} failed for now: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return isError(error) ? error : new Error(String(error));
};
