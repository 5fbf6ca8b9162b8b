/** Letters that Unicode does not take apart into a base letter and an accent. */
const bases: Readonly<Record<string, string>> = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

/** CloudFormation allows 128 characters; the bucket's and functions' names are made from what comes first. */
const longestSlug = 60;

/** FNV-1a, 32 bits, in base 36: tells titles apart that lose letters in the slug. */
const shortHash = (text: string): string => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36);
};

/**
 * Name of the CloudFormation stack of a course, `TestTime-linux-evening-class` for "Linux evening class". A title with
 * letters that a stack's name can't hold, or too long for it, gets a short hash at its end, so that two courses never
 * share a stack.
 */
export const stackNameFor = (title: string): string => {
  const plain = [...title.trim().toLowerCase()].map((c) => bases[c] ?? c).join("");
  const ascii = plain.normalize("NFKD").replace(/\p{M}/gu, "");
  const slug = ascii.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const isComplete = slug.length <= longestSlug && !/[^\p{ASCII}]/u.test(ascii.replace(/[\p{P}\p{Z}]/gu, ""));
  const parts = isComplete
    ? [slug]
    : [slug.slice(0, longestSlug).replace(/-+$/, ""), shortHash(title.trim())];
  return ["TestTime", ...parts].filter((part) => part !== "").join("-");
};
