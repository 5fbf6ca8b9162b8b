import { type Refused, refused } from "../api/refused.ts";
import { withoutUnseen } from "../invisible.ts";
import { longestAppeal } from "./appeal-limits.ts";

/**
 * What somebody wrote, without characters that nobody sees: they could hide words, reverse them, or command a terminal.
 */
export const plainText = (text: string): string => withoutUnseen(text.replaceAll(/\r\n?/g, "\n")).trim();

/** Why a plain text can't be an appeal; null: it can. */
export const appealProblem = (text: string): Refused | null => {
  if (text === "") return refused("appeal-empty", {});
  if (text.length <= longestAppeal) return null;
  const [characters, mostCharacters] = [String(text.length), String(longestAppeal)];
  return refused("appeal-too-long", { characters, mostCharacters });
};
