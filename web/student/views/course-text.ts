/**
 * Attributes of a text of the course: its language is not the page's, and its letters decide its direction. An empty
 * `lang` says that the language is not known.
 *
 * @see https://html.spec.whatwg.org/multipage/dom.html#the-lang-and-xml:lang-attributes
 */
export const courseText = ({ language = "" }: { readonly language?: string | undefined }) =>
  ({ dir: "auto", lang: language }) as const;
