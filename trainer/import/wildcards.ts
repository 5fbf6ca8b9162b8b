/**
 * Moodle's answers in which `*` stands for any text, and the patterns that say the same. Moodle compares them as a whole, too
 * (question/type/shortanswer/question.php).
 */

const star = /(?<!\\)\*/;

/** `ls *` as `ls .*`; undefined: it has no `*` that stands for anything. */
export const patternOfWildcard = (text: string): string | undefined => {
  const parts = text.split(star);
  return parts.length === 1 ? undefined : parts.map((part) => quoted(part.replaceAll("\\*", "*"))).join(".*");
};

const quoted = (text: string): string => text.replaceAll(/[\\.+*?()|[\]{}^$]/g, "\\$&");

/** `ls .*` as `ls *`; undefined: the pattern says more than `*` can. */
export const wildcardOfPattern = (pattern: string): string | undefined => {
  const parts = pattern.match(/\\[\\.+*?()|[\]{}^$]|\.\*|[^\\.+*?()|[\]{}^$]/gsu) ?? [];
  if (parts.join("") !== pattern) return undefined;
  const text = parts.map((part) => (part === ".*" ? "*" : starless(part.replace(/^\\/, "")))).join("");
  return patternOfWildcard(text) === pattern ? text : undefined;
};

const starless = (sign: string): string => (sign === "*" ? "\\*" : sign);
