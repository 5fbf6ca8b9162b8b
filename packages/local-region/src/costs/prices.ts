/**
 * List prices of us-east-1 in US dollars, November 2026, without free tiers. Sources: the pricing pages of AWS
 * (aws.amazon.com/<service>/pricing).
 */
export const prices = {
  /** Standard workflows; each retry and the start of an execution count as one. */
  stateTransition: { dollars: 0.025, per: 1000 },
  lambdaRequest: { dollars: 0.2, per: 1_000_000 },
  /** Arm. */
  lambdaGbSecond: { dollars: 0.0000133334, per: 1 },
  /** Standard queues; up to 64 KB a request. */
  queueRequest: { dollars: 0.4, per: 1_000_000 },
  /** PUT, COPY, POST, LIST. */
  objectWrite: { dollars: 0.005, per: 1000 },
  /** GET and all others. */
  objectRead: { dollars: 0.0004, per: 1000 },
  /** New accounts since July 2026; 0.10 on older ones. */
  mail: { dollars: 0.16, per: 1000 },
  scheduledStart: { dollars: 1, per: 1_000_000 },
} as const;
