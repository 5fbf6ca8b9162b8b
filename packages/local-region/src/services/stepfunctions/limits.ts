/**
 * Limits of Step Functions Standard workflows.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html for redrives
 */
export const limits = {
  /** Bytes of UTF-8 in one input, output, payload of a task, and in all variables of one Assign. */
  payloadBytes: 256 * 1024,
  /** Bytes of UTF-8 in all variables that a state can see. */
  variablesBytes: 10 * 1024 * 1024,
  /** Bytes of UTF-8 in one definition. */
  definitionBytes: 1024 * 1024,
  /** The event with this number must be the one that ends the execution. */
  historyEvents: 25_000,
  /** Iterations of an inline Map that run at once, whatever MaxConcurrency says. */
  inlineMapConcurrency: 40,
  /** Children of a Distributed Map that run at once, whatever MaxConcurrency says. */
  distributedMapConcurrency: 10_000,
  /** Largest TimeoutSeconds, HeartbeatSeconds and Seconds. */
  seconds: 99_999_999,
  /** The furthest Timestamp of a Wait from when the state is entered: 24,855 days. Seen in recordings of AWS. */
  waitMs: 24_855 * 86_400_000,
  /** How long after its end an execution can be redriven: 14 days. */
  redrivableMs: 14 * 86_400_000,
  /** How long an execution's history is kept, and its name stays taken, after its end: 90 days. */
  historyMs: 90 * 86_400_000,
  /** How long an execution may be open: a year. */
  executionMs: 365 * 86_400_000,
  /** How many client tokens of RedriveExecution are remembered, and for how long: 15 minutes. */
  clientTokens: 10,
  clientTokenMs: 15 * 60_000,
  versionsOfMachine: 1000,
  aliasesOfMachine: 100,
  nameCharacters: 80,
  labelCharacters: 40,
} as const;
