import * as z from "zod";

/**
 * Identity and resource policies as IAM evaluates them: a request is refused unless a statement allows it, and an
 * explicit Deny always wins. Parsing refuses everything that is not listed here, so no statement is silently ignored.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */

type Context = Readonly<Record<string, string | undefined>>;

export interface AccessRequest {
  /** e.g. `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  /** Condition keys in lower case, e.g. `s3:prefix`; a key that is absent has no value. */
  readonly context: Context;
}

export type Decision = "allowed" | "explicit-deny" | "implicit-deny";

interface Condition {
  readonly key: string;
  readonly holds: (value: string | undefined) => boolean;
}

export interface Statement {
  /** As written in the policy, with references resolved. */
  readonly source: StatementSource;
  readonly effect: "Allow" | "Deny";
  readonly matchesAction: (action: string) => boolean;
  readonly matchesResource: (resource: string) => boolean;
  readonly conditions: readonly Condition[];
}

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]).transform((v) => [v].flat());
const conditionValues = z
  .union([
    z.string(),
    z.boolean(),
    z.number(),
    z.array(z.union([z.string(), z.boolean(), z.number()])).min(1),
  ])
  .transform((v) => [v].flat().map(String));

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.unknown().optional(),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
});

/** A statement whose values are always lists, also when there is only one. */
export type StatementSource = z.infer<typeof statementSchema>;

const policySchema = z.object({
  Statement: z.union([statementSchema, z.array(statementSchema)]).transform((s) => [s].flat()),
});

/** `*` is any run of characters, `?` any one. */
const wildcard = (pattern: string, flags = "s"): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    flags,
  );

const anyOf = (patterns: readonly string[], flags?: string): ((value: string) => boolean) => {
  const expressions = patterns.map((p) => wildcard(p, flags));
  return (value) => expressions.some((e) => e.test(value));
};

type Holds = Condition["holds"];
type Test = (wanted: readonly string[]) => (value: string) => boolean;

const equals: Test = (wanted) => (value) => wanted.includes(value);
const like: Test = (wanted) => anyOf(wanted);
const bool: Test = (wanted) => (value) => wanted.some((w) => w.toLowerCase() === value.toLowerCase());

/** When the request lacks the key, no positive operator matches, and every negative one does. */
const is =
  (test: Test) =>
  (wanted: readonly string[]): Holds => {
    const holds = test(wanted);
    return (value) => value !== undefined && holds(value);
  };
const isNot =
  (test: Test) =>
  (wanted: readonly string[]): Holds => {
    const holds = is(test)(wanted);
    return (value) => !holds(value);
  };

/** Tests only whether the request has the key: "true" matches when it lacks the key, "false" when it has it. */
const isNull =
  (wanted: readonly string[]): Holds =>
  (value) =>
    wanted.includes(String(value === undefined));

const operators: Readonly<Record<string, (wanted: readonly string[]) => Holds>> = {
  StringEquals: is(equals),
  StringNotEquals: isNot(equals),
  StringLike: is(like),
  StringNotLike: isNot(like),
  ArnEquals: is(like),
  ArnLike: is(like),
  Bool: is(bool),
  Null: isNull,
};

/** The condition keys that requests here can have. Any other key would always be absent, unlike on AWS. */
export const conditionKeys: readonly string[] = [
  "aws:securetransport",
  "aws:sourcearn",
  "s3:if-none-match",
  "s3:prefix",
  "ses:fromaddress",
  "states:statemachinequalifier",
];

export const conditionOperators: readonly string[] = Object.keys(operators);

const parseCondition = (name: string, key: string, wanted: readonly string[]): Condition => {
  const ifExists = name.endsWith("IfExists") && name !== "NullIfExists";
  const operator = operators[ifExists ? name.slice(0, -"IfExists".length) : name];
  if (!operator) {
    throw new Error(
      `condition operator "${name}" (on "${key}") is not one that this region evaluates: ${Object.keys(operators).join(", ")}`,
    );
  }
  if (!conditionKeys.includes(key.toLowerCase())) {
    throw new Error(
      `condition key "${key}" is not one that this region's requests carry: ${conditionKeys.join(", ")}`,
    );
  }
  if (wanted.some((w) => w.includes("${"))) {
    throw new Error(
      `condition "${name}" on "${key}" uses a policy variable, which this region does not evaluate`,
    );
  }
  const holds = operator(wanted);
  return {
    key: key.toLowerCase(),
    holds: (value) => (ifExists && value === undefined) || holds(value),
  };
};

/** The statements of a policy document with resolved intrinsics. Throws an Error that names what is not supported. */
export const parsePolicy = (document: unknown): Statement[] => {
  const parsed = policySchema.safeParse(document);
  if (!parsed.success)
    throw new Error(`not a policy this region can evaluate: ${z.prettifyError(parsed.error)}`);
  const [variable] = parsed.data.Statement.flatMap((s) => [...s.Action, ...s.Resource]).filter((text) =>
    text.includes("${"),
  );
  if (variable !== undefined) {
    throw new Error(`"${variable}" uses a policy variable, which this region does not evaluate`);
  }
  return parsed.data.Statement.map((s) => ({
    source: s,
    effect: s.Effect,
    matchesAction: anyOf(s.Action, "is"),
    matchesResource: anyOf(s.Resource),
    conditions: Object.entries(s.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) => parseCondition(operator, key, wanted)),
    ),
  }));
};

/** The decision of all statements together about a request. */
export const decide = (statements: readonly Statement[], request: AccessRequest): Decision => {
  let decision: Decision = "implicit-deny";
  for (const statement of statements) {
    const applies =
      statement.matchesAction(request.action) &&
      statement.matchesResource(request.resource) &&
      statement.conditions.every((c) => c.holds(request.context[c.key]));
    if (!applies) continue;
    if (statement.effect === "Deny") return "explicit-deny";
    decision = "allowed";
  }
  return decision;
};
