import { prices } from "./prices.ts";

/** Billable units of a run, as counted. */
export interface Units {
  readonly stateTransitions: number;
  readonly invocations: number;
  readonly gbSeconds: number;
  /** Calls by the permission that each needs, such as `s3:GetObject`. */
  readonly calls: Readonly<Record<string, number>>;
}

export interface CostLine {
  readonly service: string;
  /** What is counted, in the plural. */
  readonly unit: string;
  readonly units: number;
  /** `dollars`: US dollars for `per` units. */
  readonly price: { readonly dollars: number; readonly per: number };
  readonly dollars: number;
}

export const noUnits: Units = { stateTransitions: 0, invocations: 0, gbSeconds: 0, calls: {} };

const writes: ReadonlySet<string> = new Set(["s3:PutObject", "s3:ListBucket", "s3:ListBucketVersions"]);
/** @see https://aws.amazon.com/s3/pricing/ DELETE requests are free. */
const free: ReadonlySet<string> = new Set(["s3:DeleteObject", "s3:DeleteObjectVersion"]);

const sum = (calls: Units["calls"], isCounted: (action: string) => boolean): number =>
  Object.entries(calls).reduce((total, [action, n]) => total + (isCounted(action) ? n : 0), 0);

const line = (service: string, unit: string, units: number, price: CostLine["price"]): CostLine => ({
  service,
  unit,
  units,
  price,
  dollars: (units * price.dollars) / price.per,
});

/** What the units would have cost on AWS, one line for each kind. */
export const costLines = ({ stateTransitions, invocations, gbSeconds, calls }: Units): CostLine[] => [
  line("Step Functions", "state transitions", stateTransitions, prices.stateTransition),
  line("Lambda", "requests", invocations, prices.lambdaRequest),
  line("Lambda", "GB-seconds", gbSeconds, prices.lambdaGbSecond),
  line(
    "SQS",
    "requests",
    sum(calls, (action) => action.startsWith("sqs:")),
    prices.queueRequest,
  ),
  line(
    "S3",
    "writes and lists",
    sum(calls, (action) => writes.has(action)),
    prices.objectWrite,
  ),
  line(
    "S3",
    "reads",
    sum(calls, (action) => action.startsWith("s3:") && !writes.has(action) && !free.has(action)),
    prices.objectRead,
  ),
  line(
    "SES",
    "mails",
    sum(calls, (action) => action.startsWith("ses:Send")),
    prices.mail,
  ),
  line("EventBridge Scheduler", "starts", calls["scheduler:Invoke"] ?? 0, prices.scheduledStart),
];

const lessCalls = (now: Units["calls"], before: Units["calls"]): Record<string, number> =>
  Object.fromEntries(Object.entries(now).map(([action, n]) => [action, n - (before[action] ?? 0)]));

/** The difference between two counts. */
export const unitsBetween = (before: Units, now: Units): Units => ({
  stateTransitions: now.stateTransitions - before.stateTransitions,
  invocations: now.invocations - before.invocations,
  gbSeconds: now.gbSeconds - before.gbSeconds,
  calls: lessCalls(now.calls, before.calls),
});
