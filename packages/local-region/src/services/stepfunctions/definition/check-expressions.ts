import { isJsonArray, isObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { ExpressionError, type Expressions } from "../jsonata/expression.ts";
import { unportable } from "../jsonata/portable.ts";
import { expressionIn } from "../jsonata/template.ts";
import { topLevelNames } from "../jsonata/top-level-names.ts";
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
]);

/** Fields whose members the author chooses: each member may be an expression. */
const templateFields = new Set(["Arguments", "Assign", "BatchInput", "ItemSelector", "Items", "Output"]);

/** What the members of an object are: fields of the States Language, states by name, or parts of a template. */
type Members = "fields" | "states" | "template";

const membersOf = (field: string, around: Members): Members => {
  if (around === "template" || (around === "fields" && templateFields.has(field))) return "template";
  return around === "fields" && field === "States" ? "states" : "fields";
};

/** Parses all expressions of a definition, in all fields. */
export const checkExpressions = (
  expressions: Expressions,
  source: Json,
  path: string,
  problems: Problem[],
  members: Members = "fields",
): void => {
  if (typeof source === "string") checkText(expressions, source, path, problems);
  else if (isJsonArray(source)) {
    source.forEach((item, i) => {
      checkExpressions(expressions, item, `${path}[${i}]`, problems, members);
    });
  } else if (isObject(source)) {
    for (const [field, member] of Object.entries(source)) {
      if (members === "fields" && plainFields.has(field)) continue;
      checkExpressions(expressions, member, `${path}/${field}`, problems, membersOf(field, members));
    }
  }
};

const checkText = (expressions: Expressions, text: string, path: string, problems: Problem[]): void => {
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
  const add = (message: string): number =>
    problems.push({ path, message, code: "UNSUPPORTED_JSONATA_EXPRESSION" });
  const message = unportable(expression);
  if (message !== undefined) add(message);
  for (const name of topLevelNames(expression))
    add(`Reference to '${name}' at the top level is not supported.`);
};

/** AWS shows what JSONata says of a text that it can't parse without JSONata's code for it. */
const withoutCode = (message: string): string => message.replace(/^[A-Z]\d{4}: /, "");
