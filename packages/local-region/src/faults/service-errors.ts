import { AwsError } from "../ports.ts";

type Words = readonly [code: string, message: string, status: number];

const rateExceeded = "Rate exceeded";
const internalFailure: Words = ["InternalFailure", "The service failed on purpose: a planned fault.", 500];

/** Each service's throttling error; the SDK recognises them. */
const throttles: Readonly<Record<string, Words>> = {
  s3: ["SlowDown", "Please reduce your request rate.", 503],
  sqs: ["RequestThrottled", rateExceeded, 403],
  ses: ["Throttling", "Maximum sending rate exceeded.", 400],
  states: ["ThrottlingException", rateExceeded, 400],
  lambda: ["TooManyRequestsException", "Rate Exceeded.", 429],
};

const failures: Readonly<Record<string, Words>> = {
  s3: ["InternalError", "We encountered an internal error. Please try again.", 500],
  lambda: ["ServiceException", "The service failed on purpose: a planned fault.", 500],
};

const errorOf = ([code, message, status]: Words): AwsError => new AwsError(code, message, status);

/** `service` as in `<service>:<action>`. */
export const throttleOf = (service: string): AwsError =>
  errorOf(throttles[service] ?? ["ThrottlingException", rateExceeded, 400]);

export const failureOf = (service: string): AwsError => errorOf(failures[service] ?? internalFailure);
