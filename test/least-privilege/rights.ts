import { parsePolicy, type Statement, type StatementSource } from "local-region/testing";

/** The smallest thing that a statement allows: one action on one resource, or one value of a condition that has several. */
export type Right =
  | { readonly kind: "action"; readonly action: string; readonly resource: string }
  | { readonly kind: "condition"; readonly action: string; readonly key: string; readonly value: string };

/** `s3:GetObject on arn:...`, or `s3:ListBucket if s3:prefix is students/*`. */
export const nameOf = (right: Right): string =>
  right.kind === "action"
    ? `${right.action} on ${right.resource}`
    : `${right.action} if ${right.key} is ${right.value}`;

const conditionRights = ({ Action, Condition = {} }: StatementSource): Right[] =>
  Object.values(Condition).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, values]) =>
      values.length === 1
        ? []
        : values.map((value): Right => ({ kind: "condition", action: Action.join(), key, value })),
    ),
  );

const rightsIn = (source: StatementSource): Right[] => [
  ...source.Action.flatMap((action) =>
    source.Resource.map((resource): Right => ({ kind: "action", action, resource })),
  ),
  ...conditionRights(source),
];

const withoutValue = (source: StatementSource, key: string, value: string): StatementSource => ({
  ...source,
  Condition: Object.fromEntries(
    Object.entries(source.Condition ?? {}).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([k, values]) => [
          k,
          k === key ? values.filter((v) => v !== value) : values,
        ]),
      ),
    ]),
  ),
});

const withoutAction = (source: StatementSource, action: string, resource: string): StatementSource[] =>
  [
    { ...source, Action: source.Action.filter((a) => a !== action) },
    { ...source, Action: [action], Resource: source.Resource.filter((r) => r !== resource) },
  ].filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0);

const reduced = (source: StatementSource, right: Right): StatementSource[] =>
  right.kind === "action"
    ? withoutAction(source, right.action, right.resource)
    : [withoutValue(source, right.key, right.value)];

const parsed = (sources: readonly StatementSource[]): Statement[] =>
  sources.length === 0 ? [] : parsePolicy({ Statement: sources });

/** Each right of the statements, with the statements that are left without it. */
export const eachRight = function* (
  statements: readonly Statement[],
): Generator<{ readonly right: Right; readonly left: readonly Statement[] }> {
  const sources = statements.map(({ source }) => source);
  for (const [index, source] of sources.entries()) {
    if (source.Effect !== "Allow") continue;
    for (const right of rightsIn(source)) {
      const left = sources.flatMap((other, i) => (i === index ? reduced(source, right) : [other]));
      yield { right, left: parsed(left) };
    }
  }
};
