import { readFileSync } from "node:fs";
import { parse, YAMLParseError } from "yaml";
import * as z from "zod";
import { RegionError } from "../region-error.ts";

const chanceWords = "must be a probability from 0 to 1, or {every: n} with a whole number from 1";

/** How often a fault happens: a probability, or every n-th time. */
const chanceSchema = z.union(
  [
    z.number().min(0, chanceWords).max(1, chanceWords),
    z.strictObject({ every: z.int(chanceWords).min(1, chanceWords) }, chanceWords),
  ],
  chanceWords,
);

/** A client gives up after a few seconds; a queue's longest delay is 15 minutes. */
const seconds = z.number().min(0).max(900);

/** Whether faults that exclude each other have at most probability 1 together. */
const isAtMostOne = (...chances: readonly (Chance | undefined)[]): boolean =>
  chances.reduce<number>((sum, chance) => sum + (typeof chance === "number" ? chance : 0), 0) <= 1;

const callRuleSchema = z
  .strictObject({
    /** `s3:PutObject`, `s3:*` or `*`; the names that policies use. */
    action: z
      .string()
      .regex(
        /^(\*|(s3|sqs|ses|states):(\*|[A-Za-z]+))$/,
        "must be *, or an action of s3, sqs, ses or states such as s3:PutObject or sqs:*",
      )
      .default("*"),
    /** Part of the name of the caller's role. */
    by: z.string().min(1).optional(),
    /** Part of the ARN of what is called. */
    on: z.string().min(1).optional(),
    /** Refused with the service's own throttling error. */
    throttle: chanceSchema.optional(),
    /** Refused with the service's own 500. */
    error: chanceSchema.optional(),
    /** Done, but then the connection is cut instead of an answer. */
    lost: chanceSchema.optional(),
    /** Done only after `slowSeconds` of real time. */
    slow: chanceSchema.optional(),
    slowSeconds: seconds.default(1),
    /** More calls a second than this are throttled. */
    perSecond: z.number().positive().optional(),
  })
  .refine(({ throttle, error, lost }) => isAtMostOne(throttle, error, lost), {
    error: "the probabilities of throttle, error and lost are more than 1 together",
  });

const messageRuleSchema = z.strictObject({
  /** Part of the queue's name. */
  queue: z.string().min(1).optional(),
  /** Delivered a second time, in a later batch. */
  doubled: chanceSchema.optional(),
  /** Delivered only after `lateSeconds` by the region's clock, so that others overtake it. */
  late: chanceSchema.optional(),
  lateSeconds: seconds.default(1),
});

const functionRuleSchema = z
  .strictObject({
    /** Part of the function's name. */
    name: z.string().min(1).optional(),
    /** Not started: TooManyRequestsException. */
    throttle: chanceSchema.optional(),
    /** Ends without an answer. */
    crash: chanceSchema.optional(),
    /** Ends without an answer, as if its time had run out. */
    timeout: chanceSchema.optional(),
    /** Whether a function that ends early ends before its work, after it, or either by chance. */
    when: z.enum(["before", "after", "either"]).default("either"),
  })
  .refine(({ throttle, crash, timeout }) => isAtMostOne(throttle, crash, timeout), {
    error: "the probabilities of throttle, crash and timeout are more than 1 together",
  });

/** The faults of a region, and how often they happen. In each list the first rule that fits decides. */
export const faultPlanSchema = z.strictObject({
  /** The same seed makes the same faults: the n-th call about the same thing always has the same result. */
  seed: z.int().default(1),
  /** Calls on the AWS endpoint, and messages that state machines send. */
  calls: z.array(callRuleSchema).default([]),
  /** Messages that queues hand to functions. */
  messages: z.array(messageRuleSchema).default([]),
  functions: z.array(functionRuleSchema).default([]),
  /**
   * How much later each call is answered, in milliseconds of real time: the network and the services of a cloud, which a
   * region on one machine has not. It is no fault, and not logged.
   */
  latencyMs: z.number().min(0).max(10_000).default(0),
  /** Whether the calls of this machine's owner get faults too. */
  ownersCallsToo: z.boolean().default(false),
});

export type Chance = z.output<typeof chanceSchema>;
export type CallRule = z.output<typeof callRuleSchema>;
export type MessageRule = z.output<typeof messageRuleSchema>;
export type FunctionRule = z.output<typeof functionRuleSchema>;
export type FaultPlan = z.output<typeof faultPlanSchema>;
/** A plan as it is written: fields that are left out have defaults. */
export type FaultPlanInput = z.input<typeof faultPlanSchema>;

const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (place, key) => (typeof key === "number" ? `${place}[${key}]` : `${place}${place && "."}${String(key)}`),
    "",
  );

const sentences = (error: z.ZodError): string =>
  error.issues
    .map(({ path, message }) => `  ${path.length > 0 ? `${placeOf(path)}: ` : ""}${message}`)
    .join("\n");

/**
 * Reads a plan of faults, YAML or JSON.
 *
 * @throws {RegionError} that names the file and everything that is wrong in it.
 */
export const readFaultPlan = (file: string): FaultPlan => {
  const wrong = (what: string): RegionError =>
    new RegionError(`The faults in ${file} can't be used:\n${what}`);
  let tree: unknown;
  try {
    tree = parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    if (error instanceof YAMLParseError) throw wrong(`  ${error.message}`);
    throw new RegionError(`There is no file of faults ${file} that can be read.`, { cause: error });
  }
  const plan = faultPlanSchema.safeParse(tree);
  if (plan.success) return plan.data;
  throw wrong(sentences(plan.error));
};
