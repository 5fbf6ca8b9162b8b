import type * as z from "zod";
import { characterName, unseenIn } from "../../course/invisible.ts";
import { quote } from "../../course/problems.ts";

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of keys",
  record: "a group of keys",
};

/**
 * A schema's complaint about a value, as the rest of a sentence. It quotes the value and names its invisible characters:
 * `must be text, not 5`, `holds U+200B (zero width space), which does not show; delete it: "\u200badam"`.
 */
export const valueSentence = (issue: z.core.$ZodIssue, value: unknown): string => {
  if (value === null || (value === "" && issue.code === "invalid_type")) return "is empty";
  if (typeof value === "object") return issueSentence(issue);
  if (typeof value !== "string") return `${issueSentence(issue)}, not ${quote(value)}`;
  const unseen = issue.code === "invalid_format" ? unseenIn(value) : undefined;
  if (unseen !== undefined) return `holds ${unseen}, which does not show; delete it: ${quote(value)}`;
  const sentence = issueSentence(issue);
  if (sentence === "is empty") return sentence;
  return `${sentence}${/^holds\b/.test(sentence) ? ":" : ", not"} ${quote(value)}${lookalikeIn(issue, value)}`;
};

/** A name in quotes, and the names of its invisible characters: a name that looks right may still be wrong. */
export const quotedName = (name: string): string => {
  const unseen = unseenIn(name);
  return unseen === undefined ? quote(name) : `${quote(name)} (it holds ${unseen}, which does not show)`;
};

/** Letters of other alphabets may look like a to z, so that nobody sees what is wrong with the name. */
const lookalikeIn = (issue: z.core.$ZodIssue, value: string): string => {
  const letter = issue.code === "invalid_format" ? /(?!\p{ASCII})\p{L}/u.exec(value)?.[0] : undefined;
  return letter === undefined ? "" : ` (${letter} is ${characterName(letter)})`;
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
    case "invalid_key":
      return issue.issues[0] === undefined ? issue.message : issueSentence(issue.issues[0]);
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
