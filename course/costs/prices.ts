/** A price in US dollars for `per` units. `free` units a month cost nothing, also after an account's first year. */
export interface Price {
  readonly dollars: number;
  readonly per: number;
  readonly free: number;
}

/**
 * List prices of us-east-1, November 2026.
 *
 * @see https://aws.amazon.com/step-functions/pricing/
 * @see https://aws.amazon.com/lambda/pricing/
 * @see https://aws.amazon.com/sqs/pricing/
 * @see https://aws.amazon.com/s3/pricing/
 * @see https://aws.amazon.com/ses/pricing/
 * @see https://aws.amazon.com/api-gateway/pricing/
 * @see https://aws.amazon.com/cloudwatch/pricing/
 */
export const prices = {
  /** Standard workflows; the start of an execution counts as one. */
  stateTransitions: { dollars: 0.025, per: 1000, free: 4000 },
  invocations: { dollars: 0.2, per: 1_000_000, free: 1_000_000 },
  /** On Arm processors. */
  gbSeconds: { dollars: 0.0000133334, per: 1, free: 400_000 },
  /** Standard queues; each 64 KB of a request count as one. */
  queueRequests: { dollars: 0.4, per: 1_000_000, free: 1_000_000 },
  /** PUT and LIST. */
  objectWrites: { dollars: 0.005, per: 1000, free: 0 },
  objectReads: { dollars: 0.0004, per: 1000, free: 0 },
  storedGb: { dollars: 0.023, per: 1, free: 0 },
  /** For accounts opened since July 2026; older ones pay 0.10. */
  mails: { dollars: 0.16, per: 1000, free: 0 },
  apiCalls: { dollars: 3.5, per: 1_000_000, free: 0 },
  /** Of the API, the functions and the state machines. */
  loggedGb: { dollars: 0.5, per: 1, free: 5 },
  alarmMetrics: { dollars: 0.1, per: 1, free: 10 },
  dashboards: { dollars: 3, per: 1, free: 3 },
} as const satisfies Readonly<Record<string, Price>>;

export type Item = keyof typeof prices;

export const items = Object.keys(prices) as readonly Item[];

export const itemNames: Readonly<Record<Item, string>> = {
  stateTransitions: "Step Functions, state transitions",
  invocations: "Lambda, requests",
  gbSeconds: "Lambda, GB-seconds",
  queueRequests: "SQS, requests",
  objectWrites: "S3, writes and lists",
  objectReads: "S3, reads",
  storedGb: "S3, GB stored",
  mails: "SES, mails",
  apiCalls: "API Gateway, calls",
  loggedGb: "CloudWatch, GB of logs",
  alarmMetrics: "CloudWatch, metrics of alarms",
  dashboards: "CloudWatch, dashboards",
};
