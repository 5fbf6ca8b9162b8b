import { isObject, jsonOrUndefined } from "../../course/unknown-value.ts";

const hidden = "(hidden: it is a credential)";

const withoutTokens = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutTokens);
  if (typeof value === "string") return readable(value);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      /^(task)?token$/i.test(name) && typeof member === "string" ? hidden : withoutTokens(member),
    ]),
  );
};

/** Histories hold JSON as text in JSON; it is shown as what it is. */
const readable = (text: string): unknown => {
  if (!/^\s*[{[]/.test(text)) return text;
  const value = jsonOrUndefined(text);
  return value === undefined ? text : withoutTokens(value);
};

/** JSON text, or a value, as people read it; task tokens, which let their holder answer a task, are left out. */
export const shownJson = (value: unknown): string => {
  const shown = withoutTokens(value);
  return typeof shown === "string" ? shown : JSON.stringify(shown, null, 2);
};
