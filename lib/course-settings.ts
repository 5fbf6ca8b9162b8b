import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type Settings, settingsSchema } from "../course/settings.ts";

/** A course folder whose settings can't be used. Its message is for people: one line a problem. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "SettingsError";
  }
}

/**
 * Reads `course.yaml` of a course folder.
 *
 * @throws SettingsError naming file, key and value of all problems at once
 */
export const readSettings = (folder: string): Settings => {
  const file = join(folder, "course.yaml");
  const values = parseYaml(file, readText(file));
  const result = settingsSchema.safeParse(values);
  if (result.success) return result.data;
  throw new SettingsError(result.error.issues.flatMap((issue) => describe(file, issue, values)));
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? error.code : String(error);
    throw new SettingsError([
      reason === "ENOENT"
        ? `${file}: there is no such file. Name the course's folder: -c course=DIR.`
        : `${file}: can't be read (${reason}).`,
    ]);
  }
};

const parseYaml = (file: string, text: string): unknown => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new SettingsError(
      document.errors.map((error) => `${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`),
    );
  }
  return document.toJS();
};

const describe = (file: string, issue: z.core.$ZodIssue, values: unknown): string[] => {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `${file}: ${[...issue.path, key].join(".")} is not a setting. Remove it.`);
  }
  const key = issue.path.join(".");
  const value = issue.path.reduce<unknown>(
    (parent, name) => (isRecord(parent) ? parent[String(name)] : undefined),
    values,
  );
  if (key === "")
    return [`${file}: holds no settings. It starts with lines such as "title: Linux evening class".`];
  if (value === undefined || value === null) return [`${file}: ${key} is missing.`];
  return [`${file}: ${key} ${inWords(issue)}; it is ${JSON.stringify(value)}.`];
};

const inWords = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? `of the type ${issue.expected}`}`;
    case "too_small":
      return issue.origin === "number" ? `must be more than ${issue.minimum}` : "must not be empty";
    case "too_big":
      return issue.origin === "number"
        ? `must be at most ${issue.maximum}`
        : `must have at most ${issue.maximum} characters`;
    case "invalid_format":
      return issue.format === "email" ? "must be an e-mail address" : issue.message;
    default:
      return issue.message;
  }
};

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  object: "a group of settings",
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
