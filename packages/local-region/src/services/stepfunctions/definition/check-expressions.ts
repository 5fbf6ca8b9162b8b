import { isJsonArray, isObject, type JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { ExpressionError, type Expressions } from "../jsonata/expression.ts";
import { unportable } from "../jsonata/portable.ts";
import { expressionIn } from "../jsonata/template.ts";
import { unsupportedReferences } from "../jsonata/unsupported-references.ts";
import type { Problem } from "./problems.ts";

/** Fields that hold comments or names: `{%` has no meaning there. */
const plainFields = new Set([
  "Comment",
  "StartAt",
  "Next",
  "Default",
  "Type",
  "Resource",
  "ErrorEquals",
  "Label",
  "CSVHeaders",
]);

/** Fields whose members the author chooses: each member may be an expression. */
const templateFields = new Set(["Arguments", "Assign", "BatchInput", "ItemSelector", "Items", "Output"]);

/** What the members of an object are: fields of the States Language, states by name, or parts of a template. */
type Members = "fields" | "states" | "template";

const membersOf = (field: string, around: Members): Members => {
  if (around === "template" || (around === "fields" && templateFields.has(field))) return "template";
  return around === "fields" && field === "States" ? "states" : "fields";
};

interface Place {
  readonly path: string;
  readonly members: Members;
  /** The fields of `$states` that there are only here. */
  readonly own: readonly string[];
}

const withResult: readonly Json[] = ["Task", "Map", "Parallel"];

/** The fields of `$states` that only the Output and the Assign of a state or of a catcher have. */
const ownOf = (stateOrCatcher: JsonObject, field: string): readonly string[] => {
  if (field !== "Output" && field !== "Assign") return [];
  if ("ErrorEquals" in stateOrCatcher) return ["errorOutput"];
  return withResult.includes(stateOrCatcher.Type ?? null) ? ["result"] : [];
};

/** Parses all expressions of a definition, in all fields. */
export const checkExpressions = (
  expressions: Expressions,
  source: Json,
  problems: Problem[],
  { path, members, own }: Place = { path: "", members: "fields", own: [] },
): void => {
  if (typeof source === "string") checkText(expressions, source, { path, own }, problems);
  else if (isJsonArray(source)) {
    source.forEach((item, i) => {
      checkExpressions(expressions, item, problems, { path: `${path}[${i}]`, members, own });
    });
  } else if (isObject(source)) {
    for (const [field, member] of Object.entries(source)) {
      if (members === "fields" && plainFields.has(field)) continue;
      checkExpressions(expressions, member, problems, {
        path: `${path}/${field}`,
        members: membersOf(field, members),
        own: members === "fields" ? ownOf(source, field) : own,
      });
    }
  }
};

const checkText = (
  expressions: Expressions,
  text: string,
  { path, own }: Pick<Place, "path" | "own">,
  problems: Problem[],
): void => {
  const expression = expressionIn(text);
  if (expression === undefined) {
    if (text.startsWith("{%") || text.endsWith("%}")) {
      problems.push({
        path,
        message: "looks like a JSONata expression but must both start with {% and end with %}",
      });
    }
    return;
  }
  try {
    expressions.parse(expression);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    problems.push({ path, message: withoutCode(error.message), code: "INVALID_JSONATA_EXPRESSION" });
    return;
  }
  const older = unportable(expression);
  const messages = [
    ...(older === undefined ? [] : [older]),
    ...unsupportedReferences(expression, ["input", "context", ...own]),
  ];
  for (const message of messages) problems.push({ path, message, code: "UNSUPPORTED_JSONATA_EXPRESSION" });
};

/** AWS shows what JSONata says of a text that it can't parse without JSONata's code for it. */
const withoutCode = (message: string): string => message.replace(/^[A-Z]\d{4}: /, "");
