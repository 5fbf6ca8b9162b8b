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
