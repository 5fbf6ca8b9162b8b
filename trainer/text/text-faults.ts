import type { Token } from "markdown-it";
import { nearestOf } from "../../course/nearest.ts";
import { quote } from "../../course/problems.ts";
import { marksIn } from "../../course/questions/blanks/text.ts";
import { codeLanguage, languageNames } from "./languages.ts";
import { allTokens, attribute, parseMarkdown, writtenSpecially } from "./markdown.ts";
import { typeset } from "./maths.ts";
import { mathsTypes } from "./maths-rules.ts";
import type { FoundPicture } from "./pictures.ts";

/** What is wrong, or looks wrong, with a text in Markdown. */
export interface TextFault {
  /** Errors keep a course from being published. */
  readonly kind: "error" | "warning";
  /** In the text, from 0. */
  readonly line: number;
  readonly message: string;
}

/**
 * Says what a student would not see as it was meant.
 *
 * @param gaps names of the marks in it that fields take the places of.
 */
export const textFaults = (
  text: string,
  find: (address: string) => FoundPicture,
  gaps: readonly string[] = [],
): TextFault[] => {
  const tokens = allTokens(parseMarkdown(text));
  return [
    ...tokens.flatMap(({ token, line }) => faultsOf(token, find).map((fault) => ({ ...fault, line }))),
    ...gapFaults(
      tokens.map(({ token }) => token),
      gaps.filter((gap) => marksIn(text).includes(gap)),
    ),
  ];
};

/** What a field can stand in: words, and code. */
const withRoom = ["text", "code_inline", "code_block", "fence"];

const gapFaults = (tokens: readonly Token[], gaps: readonly string[]): TextFault[] => {
  const marks = tokens.flatMap(({ type, content }) => (withRoom.includes(type) ? marksIn(content) : []));
  return gaps
    .filter((gap) => !marks.includes(gap))
    .map((gap) => ({
      line: 0,
      ...warning(
        `has [[${gap}]] in a formula, a link or a picture, where no field can stand: students see the question as it is typed`,
      ),
    }));
};

type Fault = Omit<TextFault, "line">;

const warning = (message: string): Fault => ({ kind: "warning", message });

const faultsOf = (token: Token, find: (address: string) => FoundPicture): Fault[] => {
  switch (token.type) {
    case "image":
      return pictureFaults(token, find);
    case "inline":
      return [...writtenSpecially(token).flatMap(specialFaults), ...nameFaults(token.children ?? [])];
    case "fence":
      return languageFaults(token.info);
    case "link_open":
      return isAllowedLink(attribute(token, "href"))
        ? []
        : [
            warning(
              `holds a link to ${quote(attribute(token, "href"))}, which is no address of the web: only its text is shown`,
            ),
          ];
    case mathsTypes.inline:
    case mathsTypes.display:
    case mathsTypes.block:
      return mathsFaults(token);
    default:
      return [];
  }
};

/** Where a link of a text may lead. */
export const isAllowedLink = (address: string): boolean => /^(?:https?:\/\/|mailto:)/i.test(address);

const pictureFaults = (token: Token, find: (address: string) => FoundPicture): Fault[] => {
  const address = attribute(token, "src");
  const found = find(address);
  if ("fault" in found)
    return [{ kind: "error", message: `shows the picture ${quote(address)}: ${found.fault}` }];
  return token.content.trim() === ""
    ? [
        warning(
          `shows the picture ${quote(address)} without saying what is on it, for students who can't see it: ![what it shows](${address})`,
        ),
      ]
    : [];
};

/** `__init__` and its like are names far more often than words in bold. */
const nameFaults = (children: readonly Token[]): Fault[] =>
  children.flatMap(({ type, markup }, index) => {
    const name = children[index + 1]?.content ?? "";
    const isName = type === "strong_open" && markup === "__" && /^\w+$/.test(name);
    return isName
      ? [warning(`shows __${name}__ as ${name} in bold; if the name is meant, put it between backquotes`)]
      : [];
  });

/** Characters that Markdown gives a meaning, so that a backslash before one is meant for Markdown. */
const meaningful = "\\`*_[]<>#+-!|~$&";

/** A backslash of a regular expression or a path, or an entity, that Markdown would take away. */
const specialFaults = (written: string): Fault[] => {
  const isMeant = written.startsWith("\\") && meaningful.includes(written.charAt(1));
  return isMeant
    ? []
    : [
        warning(
          `holds ${written}, which Markdown does not show so; to show it as it is typed, put it between backquotes`,
        ),
      ];
};

const languageFaults = (info: string): Fault[] => {
  if (codeLanguage(info) !== undefined) return [];
  const nearest = nearestOf(info.trim(), languageNames);
  const cure = nearest === undefined ? `there are ${languageNames.join(", ")}` : `is ${nearest} meant?`;
  return [
    warning(
      `names the language ${quote(info.trim())} of code, which is not known, so it is shown without colours; ${cure}`,
    ),
  ];
};

const mathsFaults = ({ content, markup, type }: Token): Fault[] => {
  const read = typeset(content, type !== mathsTypes.inline);
  if (!("fault" in read)) return [];
  const cure = `where no formula is meant, write \\$ or put the code between backquotes`;
  return [
    warning(
      `holds ${quote(`${markup}${content}${markup}`)}, which can't be read as a formula and is shown as it is typed: ${read.fault}; ${cure}`,
    ),
  ];
};
