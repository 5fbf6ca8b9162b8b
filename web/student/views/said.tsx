import { useLayoutEffect, useRef } from "preact/hooks";
import { courseText } from "./course-text.ts";

/**
 * Texts of the course come as HTML that publishing made safe (trainer/text/). This is the page's one policy for HTML; the
 * content security policy names it, and lets no script or style in it run.
 */
const policy = window.trustedTypes?.createPolicy("test-time-text", { createHTML: (html) => html });

const trusted = (html: string): string => policy?.createHTML?.(html) ?? html;

/** Whether it has paragraphs, code, tables or lists, which need room of their own. */
export const hasBlocks = (html: string | undefined): html is string =>
  html !== undefined && /<(?:p|pre|div|ul|ol|blockquote|hr)\b/.test(html);

/** What is wider than its place can be reached by keyboard, to be moved sideways. */
const makeReachable = (element: HTMLElement): void => {
  for (const wide of element.querySelectorAll<HTMLElement>("pre, .scroll")) {
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
  }
};

interface SaidProps {
  readonly text: string;
  /** Left out: the text says it all. */
  readonly html?: string | undefined;
  /** null: the element around says the language, and its letters decide its direction. */
  readonly language: string | undefined | null;
  readonly id?: string | undefined;
  readonly class?: string;
}

const attributesFor = (language: SaidProps["language"]) =>
  language === null ? {} : courseText({ language });

const Rich = ({ html, language, id, class: name = "" }: SaidProps & { readonly html: string }) => {
  const element = useRef<HTMLDivElement>(null);
  // Before the browser paints.
  useLayoutEffect(() => {
    if (!element.current) return;
    element.current.innerHTML = trusted(html);
    makeReachable(element.current);
  }, [html]);
  return <div {...attributesFor(language)} ref={element} id={id} class={`rich ${name}`} />;
};

/** A text of the course: its HTML, or else the text, line by line as it was typed. */
export const Said = (said: SaidProps) => {
  const { text, html, language, id, class: name = "" } = said;
  if (html !== undefined) return <Rich {...said} html={html} />;
  return (
    <div {...attributesFor(language)} id={id} class={`said ${name}`}>
      {text}
    </div>
  );
};
