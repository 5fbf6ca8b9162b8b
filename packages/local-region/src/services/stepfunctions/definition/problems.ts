import type * as z from "zod";
import { jsonPathFields } from "./states.ts";

/** One thing that is wrong with a definition. */
export interface Problem {
  /** JSON pointer, e.g. `/States/Charge card/Retry/0/ErrorEquals`. */
  readonly path: string;
  readonly message: string;
  /** @default SCHEMA_VALIDATION_FAILED */
  readonly code?: DiagnosticCode;
}

/** What AWS calls the kinds of problems. */
export type DiagnosticCode =
  | "SCHEMA_VALIDATION_FAILED"
  | "INVALID_JSON_DESCRIPTION"
  | "MISSING_TRANSITION_TARGET";

export const codeOf = ({ code = "SCHEMA_VALIDATION_FAILED" }: Problem): DiagnosticCode => code;

/** Where the problem is; undefined: in the whole text, which is no machine at all. */
export const locationOf = ({ path }: Problem): string | undefined => (path === "" ? undefined : path);

const aboutUnknownField = (field: string): string => {
  const instead = jsonPathFields[field];
  return instead === undefined
    ? `field '${field}' is not supported`
    : `field '${field}' belongs to JSONPath, which is not supported; with JSONata use ${instead}`;
};

/** What is wrong with a field that has one of a few values, in AWS's words. */
export const oneOf = (field: string, values: readonly unknown[]): string =>
  `The field '${field}' should have one of these values: [${values.join(", ")}]`;

/** What Zod says of a definition where a schema has no words of its own. */
export const wording: z.core.ParseContext<z.core.$ZodIssue> = {
  error: (issue) =>
    issue.code === "invalid_value" ? oneOf(String(issue.path?.at(-1)), issue.values) : undefined,
};

type Issue = z.core.$ZodIssue;

const issueMessages = (issue: Issue): readonly string[] => {
  if (issue.code === "unrecognized_keys") return issue.keys.map(aboutUnknownField);
  if (issue.code === "invalid_key") return issue.issues.map((inner) => inner.message);
  return [issue.message];
};

/** Adds Zod's issues as problems at `path`; a definition has room for half a million. */
export const addProblems = (problems: Problem[], error: z.ZodError, path: string): void => {
  for (const issue of error.issues) {
    const at = [path, ...issue.path.map(String)].join("/");
    for (const message of issueMessages(issue)) problems.push({ path: at, message });
  }
};
