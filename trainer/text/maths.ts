import katex from "katex";
import { escapeHtml } from "../../course/mail/html.ts";
import { inVariant, isVariant } from "./maths-letters.ts";

/** MathML that browsers typeset without fonts or scripts of the page, or why the TeX can't be read. */
export type Maths = { readonly mathml: string } | { readonly fault: string };

/** Lengths in TeX, such as of a rule, are at most this. */
const longestEms = 20;
/** Of macros: a few that call each other could otherwise go on without end. */
const mostExpansions = 500;

/** Typesets TeX. Commands that reach out of the formula (`\href`, `\includegraphics`, `\htmlData`) are refused. */
export const typeset = (tex: string, isDisplay: boolean): Maths => {
  const refused: string[] = [];
  try {
    const html = katex.renderToString(tex, {
      output: "mathml",
      displayMode: isDisplay,
      throwOnError: true,
      strict: "ignore",
      maxSize: longestEms,
      maxExpand: mostExpansions,
      trust: ({ command }) => {
        refused.push(command);
        return false;
      },
    });
    return refused.length > 0
      ? { fault: `${refused[0]} is not allowed` }
      : { mathml: withLetters(bare(html, tex, isDisplay)) };
  } catch (error) {
    if (error instanceof katex.ParseError) return { fault: faultOf(error) };
    throw error;
  }
};

/** KaTeX marks the place with letters that combine; a terminal shows them as rubbish. */
const faultOf = ({ rawMessage, position }: InstanceType<typeof katex.ParseError>): string =>
  position === undefined ? rawMessage : `${rawMessage}, at its character ${position + 1}`;

/**
 * Only what is typeset: without KaTeX's own frame and the source beside it, which older browsers would show. The source is
 * kept as `alttext`, for those and for plain text.
 */
const bare = (html: string, tex: string, isDisplay: boolean): string => {
  const inside = html.replace(/^[\s\S]*?<semantics>/, "").replace(/<annotation [\s\S]*$/, "");
  return `<math${isDisplay ? ' display="block"' : ""} alttext="${escapeHtml(tex)}">${inside}</math>`;
};

/** MathML Core has letters such as ℝ as characters, and ignores the attribute (https://w3c.github.io/mathml-core/#css-styling). */
const withLetters = (mathml: string): string =>
  mathml.replace(
    /<(m[a-z]+)([^>]*?) mathvariant="([a-z-]+)"([^>]*)>([^<]*)</g,
    (whole, name: string, before: string, variant: string, after: string, text: string) =>
      isVariant(variant) ? `<${name}${before}${after}>${inVariant(text, variant)}<` : whole,
  );
