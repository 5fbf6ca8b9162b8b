import { counted } from "../counted.ts";
import { testPath } from "../ids.ts";
import { quote } from "../problems.ts";
import { type FlaggedOfTest, pathsOf } from "../statistics/flagged.ts";
import { entries, introduced, literal, paragraph, section } from "./frame/parts.ts";
import type { MailPart } from "./rendered-mail.ts";

/** The console and the command show all. */
const mostShown = 5;

const isSuspect = ({ kind }: FlaggedOfTest): boolean => kind === "suspect-key";

/** What to do about keys that look wrong; nothing where none does. */
export const suspectAdvice = (flagged: readonly FlaggedOfTest[]): MailPart[] => {
  const suspects = flagged.filter(isSuspect);
  const [first] = suspects;
  if (first === undefined) return [];
  const which =
    suspects.length === 1
      ? `The answers to question ${first.place} of ${first.title} look`
      : `The answers to ${counted(suspects.length, "question")} look`;
  return [
    introduced(
      `${which} as if the answer key were wrong. That may be chance, or the question may be read in two ways: look at the answers first, in the console's view of the test or here:`,
      literal(
        pathsOf(suspects)
          .slice(0, mostShown)
          .map((path) => `bin/trainer analyse ${path}`)
          .join("\n"),
      ),
    ),
  ];
};

/** The questions at which a trainer should look, and why; nothing where there are none. */
export const flaggedPart = (flagged: readonly FlaggedOfTest[]): MailPart[] => {
  if (flagged.length === 0) return [];
  const shown = flagged.slice(0, mostShown).map(({ title, place, question, reason, ...test }) => ({
    name: `${title} (${testPath(test)}), question ${place}: ${quote(question)}`,
    about: reason,
  }));
  const more = flagged.length - shown.length;
  return [
    section("What the answers say", [
      entries(shown),
      ...(more > 0 ? [paragraph(`and ${more} more, which bin/trainer analyse names.`)] : []),
    ]),
  ];
};
