import { globSync, readFileSync } from "node:fs";
import { type Node, type Program, parse } from "acorn";
import { fullAncestor } from "acorn-walk";
import { transformSync } from "esbuild";

/** The files that write to students. */
export const studentFiles: readonly string[] = [
  ...globSync("web/student/**/*.{ts,tsx}"),
  // The trainer's own mails are English.
  ...globSync("course/mail/*.ts").filter(
    (file) =>
      !/(failure-mail|flagged-part|gradebook-mail|open-appeals-mail|report-lists|html)\.ts$/.test(file),
  ),
  "course/deadlines/calendar.ts",
  "course/api/code-words.ts",
];

/** A file as plain script: types are gone, and what JSX shows is text in a call. */
export const scriptOf = (source: string, loader: "ts" | "tsx" = "tsx"): Program =>
  parse(transformSync(source, { loader, jsx: "automatic" }).code, {
    ecmaVersion: "latest",
    sourceType: "module",
  });

export const readScript = (file: string): Program =>
  scriptOf(readFileSync(file, "utf8"), file.endsWith("x") ? "tsx" : "ts");

/** Attributes that nobody reads. */
const unread = new Set([
  ...[
    "class",
    "type",
    "href",
    "role",
    "id",
    "for",
    "name",
    "kind",
    "method",
    "headers",
    "status",
    "spellcheck",
  ],
  ...[
    "autoComplete",
    "autoCapitalize",
    "aria-describedby",
    "aria-labelledby",
    "scope",
    "cache",
    "credentials",
  ],
  ...["d", "viewBox", "style", "transform", "text-anchor", "view", "weekday"],
]);

const textOf = (node: Node): string => {
  if (node.type === "Literal" && "value" in node && typeof node.value === "string") return node.value;
  const { value } = node.type === "TemplateElement" && "value" in node ? node : { value: null };
  return typeof value === "object" && value !== null && "cooked" in value ? String(value.cooked) : "";
};

const keyOf = (node: Node): string => {
  if (node.type !== "Property" || !("key" in node)) return "";
  const key = node.key;
  if (typeof key !== "object" || key === null) return "";
  if ("name" in key) return String(key.name);
  return "value" in key ? String(key.value) : "";
};

const isError = (node: Node): boolean =>
  node.type === "NewExpression" &&
  "callee" in node &&
  typeof node.callee === "object" &&
  node.callee !== null &&
  "name" in node.callee &&
  String(node.callee.name).endsWith("Error");

/** Attributes that people read or hear, and what stands between the tags. */
const shown = new Set(["children", "aria-label", "title", "alt", "placeholder"]);

/** What a value may be wrapped in, so that it is still the attribute's value. */
const wrappings = new Set([
  "ArrayExpression",
  "ConditionalExpression",
  "LogicalExpression",
  "TemplateLiteral",
]);

/** The same in every language. */
const names = new Set(["SHA-256"]);

/** A capital at the beginning, two words, or any letter where a page shows it. */
const isForPeople = (text: string, isShown: boolean): boolean => {
  const words = text.replaceAll(/<[^<>]*>?|^[^<>]*>/g, " ");
  return isShown ? /\p{L}/u.test(words) : /^\s*\p{Lu}\p{Ll}|\p{L}{2,} \p{L}{2,}/u.test(words);
};

/** Texts of a script that look as if people read them. */
export const textsForPeople = (script: Program): string[] => {
  const found: string[] = [];
  fullAncestor(script, (node, _, ancestors) => {
    const text = textOf(node);
    const above = ancestors.slice(0, -1);
    const at = above.findLastIndex(({ type }) => type === "Property");
    const key = keyOf(above[at] ?? node);
    if (text === "" || unread.has(key) || above.some(isError)) return;
    if (above.at(-1)?.type.startsWith("Import") || above.at(-1)?.type.startsWith("Export")) return;
    const isShown = shown.has(key) && above.slice(at + 1).every(({ type }) => wrappings.has(type));
    if (isForPeople(text, isShown) && !names.has(text)) found.push(text);
  });
  return found;
};
