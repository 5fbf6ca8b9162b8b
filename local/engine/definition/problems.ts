import type { z } from "zod";
import { jsonPathFields } from "./states.ts";

/** One thing that is wrong with a definition. */
export interface Problem {
  /** JSON pointer, e.g. `/States/Grade student/Retry/0/ErrorEquals`. */
  readonly path: string;
  readonly message: string;
}

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

/** Zod's issues as problems at `path`. */
export const problemsFrom = (error: z.ZodError, path: string): Problem[] =>
  error.issues.flatMap((issue) =>
    issueMessages(issue).map((message) => ({
      path: [path, ...issue.path.map(String)].join("/"),
      message,
    })),
  );
