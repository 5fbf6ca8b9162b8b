import * as z from "zod";

/** The identity of a course. Its id names its stack and its data; the title is only shown. */
export interface CourseIdentity {
  /** Left out in courses older than ids; then the title names stack and data. */
  readonly id?: string | undefined;
  readonly title: string;
}

/**
 * CloudFormation allows 128 characters for a stack's name; names of the bucket and the functions are made from its beginning.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const longestSlug = 60;

/** The length of the longest id that is made from a title: a slug, a hyphen and seven digits of a hash. */
const longestId = longestSlug + 8;

export const courseIdSchema = z
  .string()
  .max(longestId)
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'must be made of small letters a to z, digits and hyphens between them, such as "linux-evening"',
  );

/** Letters that Unicode does not decompose into a base letter and an accent. */
const bases: Readonly<Record<string, string>> = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

/** FNV-1a, 32 bits, in base 36: distinguishes titles that lose letters in the slug. */
const shortHash = (text: string): string => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36);
};

/**
 * The id that is made from the title of a course without one: `linux-evening-class` for "Linux evening class", empty for a
 * title without letters and digits. A title that is too long, or has letters that an id can't contain, gets a short hash at
 * its end. Titles that differ only in punctuation and signs ("C", "C++", "C#") give the same id. Stacks are named by it, so
 * this function never changes.
 */
export const idOfTitle = (title: string): string => {
  const plain = [...title.trim().toLowerCase()].map((c) => bases[c] ?? c).join("");
  const ascii = plain.normalize("NFKD").replace(/\p{M}/gu, "");
  const slug = ascii.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const isComplete = slug.length <= longestSlug && !/[^\p{ASCII}\p{P}\p{Z}]/u.test(ascii);
  const parts = isComplete ? [slug] : [slug.slice(0, longestSlug).replace(/-$/, ""), shortHash(title.trim())];
  return parts.filter((part) => part !== "").join("-");
};

/**
 * Proposes an id for a new course. Signs that distinguish titles are spelled out: `programming-in-c-plus-plus`. null: the title
 * has no character that an id can contain.
 */
export const newIdFor = (title: string): string | null =>
  idOfTitle(
    title
      .replaceAll("+", " plus ")
      .replaceAll("&", " and ")
      .replace(/#(?!\d)/g, " sharp "),
  ) || null;

/** Whether the title's id loses signs that distinguish the title from others, such as the plus signs of "C++". */
export const losesSigns = (title: string): boolean => /[\p{S}#&*@%]/u.test(title);

/**
 * Whether two identities are of the same course: the ids are equal, whatever the titles. If one has no id yet, the titles must
 * be equal too, because different titles may give the same id.
 */
export const isSameCourse = (one: CourseIdentity, other: CourseIdentity): boolean => {
  if (one.id !== undefined && other.id !== undefined) return one.id === other.id;
  const isSameTitle = titleOf(one) === titleOf(other);
  return isSameTitle && (one.id ?? idOfTitle(one.title)) === (other.id ?? idOfTitle(other.title));
};

/** Normalised, because one letter may be written as one character or as two. */
const titleOf = ({ title }: CourseIdentity): string => title.trim().normalize("NFC");

/** A course as it is named to a person: `"Linux evening class" (linux-evening)`. */
export const nameOfCourse = ({ id, title }: CourseIdentity): string =>
  `"${title}" (${id ?? "without an id"})`;
