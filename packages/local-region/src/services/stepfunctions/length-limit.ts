import { AwsError } from "../../ports.ts";

/** How many characters of a value an error shows; AWS shows all. */
const shownCharacters = 4096;

/** A value as an error shows it. */
export const shown = (value: string): string =>
  value.length > shownCharacters ? `${value.slice(0, shownCharacters)}…` : value;

/** The error for a member of a request that is too long or too short, in AWS's words. `limit`: from the API reference. */
export const lengthError = (
  member: string,
  value: string,
  rule: "at most" | "at least",
  limit: number,
): AwsError => {
  const bound = rule === "at most" ? "less than or equal to" : "greater than or equal to";
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${shown(value)}' at '${member}' failed to satisfy constraint: Member must have length ${bound} ${limit}`,
  );
};
