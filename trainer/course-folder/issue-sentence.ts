import type { z } from "zod";

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  array: "a list",
  object: "a group of keys",
  record: "a group of keys",
};

/** A schema's complaint as the rest of a sentence that begins with the key: "must be text". */
export const issueSentence = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      return isOwnWording(issue) ? issue.message : tooSmall(issue);
    case "too_big":
      return isOwnWording(issue) ? issue.message : tooBig(issue);
    case "invalid_format":
      return issue.format === "email" ? "must be an e-mail address" : issue.message;
    default:
      return issue.message;
  }
};

/** zod words its own messages as "Too small: expected ..."; ours begin in lower case. */
const isOwnWording = ({ message }: z.core.$ZodIssue): boolean => /^[^A-Z]/.test(message);

const tooSmall = ({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string => {
  if (origin === "string") return minimum === 1 ? "is empty" : `must have at least ${minimum} characters`;
  if (origin === "array") return minimum === 1 ? "is empty" : `must have at least ${minimum} entries`;
  return `must be ${inclusive ? "at least" : "more than"} ${minimum}`;
};

const tooBig = ({ origin, maximum, inclusive }: z.core.$ZodIssueTooBig): string => {
  if (origin === "string") return `must have at most ${maximum} characters`;
  if (origin === "array") return `must have at most ${maximum} entries`;
  return `must be ${inclusive ? "at most" : "less than"} ${maximum}`;
};
