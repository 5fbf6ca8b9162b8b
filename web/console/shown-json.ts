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

/** Histories hold JSON as text inside JSON; it is shown as JSON. */
const readable = (text: string): unknown => {
  if (!/^\s*[{[]/.test(text)) return text;
  const value = jsonOrUndefined(text);
  return value === undefined ? text : withoutTokens(value);
};

/** JSON text, or a value, as people read it; task tokens are left out, because whoever holds one can answer the task. */
export const shownJson = (value: unknown): string => {
  const shown = withoutTokens(value);
  return typeof shown === "string" ? shown : JSON.stringify(shown, null, 2);
};
