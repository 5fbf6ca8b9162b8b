/**
 * List prices of us-east-1 in US dollars, November 2026, without free tiers.
 * @see https://aws.amazon.com/step-functions/pricing/
 * @see https://aws.amazon.com/lambda/pricing/
 * @see https://aws.amazon.com/sqs/pricing/
 * @see https://aws.amazon.com/s3/pricing/
 * @see https://aws.amazon.com/ses/pricing/
 * @see https://aws.amazon.com/eventbridge/pricing/
 */
export const prices = {
  /** Standard workflows; each retry and the start of an execution count as one. */
  stateTransition: { dollars: 0.025, per: 1000 },
  lambdaRequest: { dollars: 0.2, per: 1_000_000 },
  /** On Arm processors. */
  lambdaGbSecond: { dollars: 0.0000133334, per: 1 },
  /** Standard queues; each 64 KB of a request count as one. */
  queueRequest: { dollars: 0.4, per: 1_000_000 },
  /** PUT, COPY, POST, LIST. */
  objectWrite: { dollars: 0.005, per: 1000 },
  /** GET and all others. */
  objectRead: { dollars: 0.0004, per: 1000 },
  /** For accounts opened since July 2026; older ones pay 0.10. */
  mail: { dollars: 0.16, per: 1000 },
  scheduledStart: { dollars: 1, per: 1_000_000 },
} as const;
