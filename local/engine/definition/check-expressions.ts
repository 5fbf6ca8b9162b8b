import type { Json } from "../../ports.ts";
import { isJsonArray, isJsonObject } from "../json.ts";
import { ExpressionError, type Expressions } from "../jsonata/expression.ts";
import { expressionIn } from "../jsonata/template.ts";
import type { Problem } from "./problems.ts";

/** Fields that hold words for people or names, in which `{%` means nothing. */
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

/** Parses every expression of a definition, in whatever field it stands. */
export const checkExpressions = (
  expressions: Expressions,
  source: Json,
  path: string,
  problems: Problem[],
): void => {
  if (typeof source === "string") checkText(expressions, source, path, problems);
  else if (isJsonArray(source)) {
    source.forEach((item, i) => {
      checkExpressions(expressions, item, `${path}/${i}`, problems);
    });
  } else if (isJsonObject(source)) {
    for (const [field, member] of Object.entries(source)) {
      if (!plainFields.has(field)) checkExpressions(expressions, member, `${path}/${field}`, problems);
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
  if (/\$eval\b/.test(expression)) {
    problems.push({ path, message: "uses $eval, which is not supported; use $parse to read JSON" });
  }
  try {
    expressions.parse(expression);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    problems.push({ path, message: `is not valid JSONata: ${error.message}` });
  }
};
