import type * as z from "zod";
import { jsonPathFields } from "./states.ts";

/** One thing that is wrong with a definition. */
export interface Problem {
  /** As AWS writes it, e.g. `/States/Charge card/Retry[0]/ErrorEquals`; empty: in no one place. */
  readonly path: string;
  readonly message: string;
  /** @default SCHEMA_VALIDATION_FAILED */
  readonly code?: DiagnosticCode;
}

/** What AWS calls the kinds of problems. */
export type DiagnosticCode =
  | "SCHEMA_VALIDATION_FAILED"
  | "INVALID_JSON_DESCRIPTION"
  | "MISSING_TRANSITION_TARGET"
  | "MISSING_END_STATE"
  | "INVALID_JSONATA_EXPRESSION"
  | "UNSUPPORTED_JSONATA_EXPRESSION";

export const codeOf = ({ code = "SCHEMA_VALIDATION_FAILED" }: Problem): DiagnosticCode => code;

/** Where the problem is; undefined: in the whole text, which is no machine at all or one that never ends. */
export const locationOf = ({ path }: Problem): string | undefined => (path === "" ? undefined : path);

export const unsupportedField = (field: string): string => `Field '${field}' is not supported`;

const aboutUnknownField = (field: string): string => {
  const instead = jsonPathFields[field];
  return instead === undefined
    ? unsupportedField(field)
    : `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage; use ${instead}`;
};

/** What is wrong with a field that has one of a few values, in AWS's words. */
export const oneOf = (field: string, values: readonly unknown[]): string =>
  `The field '${field}' should have one of these values: [${values.join(", ")}]`;

/** What is wrong with an object that lacks fields, in AWS's words. */
export const required = (fields: readonly string[]): string =>
  `These fields are required: [${fields.join(", ")}]`;

/** Of a field that is missing: `addProblems` makes one problem of all that an object lacks. */
const isMissing = "is required";

/** What Zod says of a definition where a schema has no words of its own. */
export const wording: z.core.ParseContext<z.core.$ZodIssue> = {
  error: (issue) => {
    if (issue.input === undefined) return isMissing;
    return issue.code === "invalid_value" ? oneOf(String(issue.path?.at(-1)), issue.values) : undefined;
  },
};

type Issue = z.core.$ZodIssue;

const issueMessages = (issue: Issue): readonly string[] => {
  if (issue.code === "unrecognized_keys") return issue.keys.map(aboutUnknownField);
  if (issue.code === "invalid_key") return issue.issues.map((inner) => inner.message);
  return [issue.message];
};

const pathAt = (path: Issue["path"], around: string): string =>
  path.reduce<string>(
    (outer, key) => (typeof key === "number" ? `${outer}[${key}]` : `${outer}/${String(key)}`),
    around,
  );

/** Adds Zod's issues as problems at `path`; a definition has room for half a million. */
export const addProblems = (problems: Problem[], error: z.ZodError, path: string): void => {
  const missing = new Map<string, string[]>();
  for (const issue of error.issues) {
    if (issue.message === isMissing) {
      const at = pathAt(issue.path.slice(0, -1), path);
      const fields = missing.get(at) ?? [];
      missing.set(at, [...fields, String(issue.path.at(-1))]);
      continue;
    }
    const at = pathAt(issue.path, path);
    for (const message of issueMessages(issue)) problems.push({ path: at, message });
  }
  for (const [at, fields] of missing) problems.push({ path: at, message: required(fields) });
};
