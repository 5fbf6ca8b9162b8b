import { escapeLines, escapeMarkdown } from "./escape.ts";
import { type HtmlElement, type HtmlNode, parseHtml, textOfHtml } from "./html-tree.ts";
import { tableMarkdown } from "./table.ts";

/** What HTML is turned with. */
export interface HtmlContext {
  /** The name under which a picture lies beside the test; undefined: it can't, which was noted. */
  picture(address: string, alt: string): string | undefined;
  /** Notes what Markdown can't hold. */
  lose(what: string): void;
}

/** Elements that go with all they hold: they run, load or show nothing that a question could. */
const dropped: ReadonlySet<string> = new Set(
  "script style iframe object embed applet noscript template head svg canvas audio video form input button select textarea".split(
    " ",
  ),
);

/** Elements whose loss nobody notices. */
const silent: ReadonlySet<string> = new Set(["style", "head", "noscript", "template"]);

const blocks: ReadonlySet<string> = new Set(
  "p div section article header footer main h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table hr center figure figcaption address details summary".split(
    " ",
  ),
);

/** HTML as Markdown of the course's dialect. */
export const htmlToMarkdown = (html: string, context: HtmlContext): string =>
  new MarkdownWriter(context).blocksIn(parseHtml(html)).join("\n\n").trim();

class MarkdownWriter {
  readonly #context: HtmlContext;

  constructor(context: HtmlContext) {
    this.#context = context;
  }

  /** Paragraphs, lists and the like, each without empty lines around. */
  blocksIn(parent: HtmlElement): string[] {
    const found: string[] = [];
    let inline = "";
    const endParagraph = (): void => {
      const paragraph = paragraphOf(inline);
      if (paragraph !== "") found.push(paragraph);
      inline = "";
    };
    for (const child of parent.children) {
      if (typeof child !== "string" && (blocks.has(child.tag) || holdsBlocks(child))) {
        endParagraph();
        found.push(...this.#block(child));
      } else inline += this.#inline(child);
    }
    endParagraph();
    return found;
  }

  #block(element: HtmlElement): string[] {
    switch (element.tag) {
      case "pre":
        return [fenced(element)];
      case "hr":
        return ["---"];
      case "ul":
      case "ol":
        return [this.#list(element)].filter((list) => list !== "");
      case "blockquote":
        return [this.blocksIn(element).join("\n\n").replaceAll(/^/gm, "> ").replaceAll(/^> $/gm, ">")];
      case "table":
        return tableMarkdown(element, (cell) => this.blocksIn(cell).join(" "), this.#context.lose);
      case "h1":
      case "h2":
      case "h3":
      case "h4":
      case "h5":
      case "h6":
        return this.blocksIn(element).map((text) => (text.startsWith("**") ? text : `**${text}**`));
      default:
        if (dropped.has(element.tag)) return this.#drop(element);
        return this.blocksIn(element);
    }
  }

  #list({ tag, children, attributes }: HtmlElement): string {
    let number = Number(attributes.start ?? 1) || 1;
    return children
      .flatMap((child) => (typeof child === "string" ? [] : [child]))
      .map((item) => {
        const mark = tag === "ol" ? `${number++}. ` : "- ";
        const parts = this.blocksIn(item);
        const isTight = parts.slice(1).every((part) => /^(?:[-*]|\d+\.) /.test(part));
        const text = parts.join(isTight ? "\n" : "\n\n");
        return mark + text.replaceAll(/\n(?=.)/g, `\n${" ".repeat(mark.length)}`);
      })
      .join("\n");
  }

  #inline(node: HtmlNode): string {
    if (typeof node === "string")
      return escapeMarkdown(node.replaceAll(/[^\S\u00a0]+/g, " ").replaceAll("\u00a0", " "));
    const inside = (): string => node.children.map((child) => this.#inline(child)).join("");
    if (dropped.has(node.tag)) return this.#drop(node).join("");
    switch (node.tag) {
      case "br":
        return "\n";
      case "b":
      case "strong":
        return marked(inside(), "**");
      case "i":
      case "em":
      case "var":
      case "cite":
        return marked(inside(), "*");
      case "code":
      case "tt":
      case "kbd":
      case "samp":
        return codeSpan(textOfHtml(node));
      case "a":
        return this.#link(node, inside());
      case "img":
        return this.#image(node);
      default:
        return this.#other(node, inside());
    }
  }

  #other({ tag, children }: HtmlElement, inside: string): string {
    if (tag === "sub" || tag === "sup") {
      const small = scripted(tag, inside);
      if (small !== undefined) return small;
      this.#context.lose(tag === "sub" ? "text set low" : "text set high");
      return tag === "sub" ? `_(${inside})`.replace("_", "\\_") : `^(${inside})`;
    }
    if (tag === "math") {
      this.#context.lose("a formula in MathML, of which only the text stays");
      return escapeMarkdown(children.map(textOfHtml).join("").replaceAll(/\s+/g, " "));
    }
    if (tag === "u" || tag === "ins") this.#context.lose("underlining");
    if (tag === "s" || tag === "del" || tag === "strike") this.#context.lose("striking out");
    return inside;
  }

  #link({ attributes: { href = "" } }: HtmlElement, text: string): string {
    if (text.trim() === "") return "";
    if (/^(?:https?:|mailto:)/i.test(href.trim())) {
      return text.includes("\n") ? text : `[${text.trim()}](${addressIn(href)})`;
    }
    if (href !== "" && !href.startsWith("#")) this.#context.lose("a link that leads to no page of the web");
    return text;
  }

  #image({ attributes: { src = "", alt = "" } }: HtmlElement): string {
    const name = this.#context.picture(src, alt);
    const label = alt.replaceAll(/[[\]\\\n]+/g, " ").trim();
    return name === undefined ? escapeMarkdown(label) : `![${label}](${addressIn(name)})`;
  }

  #drop({ tag }: HtmlElement): string[] {
    if (!silent.has(tag)) this.#context.lose(tag === "script" ? "a script" : `an element <${tag}>`);
    return [];
  }
}

/** `<span><p>…</p></span>` is a block, whatever the standard says. */
const holdsBlocks = ({ tag, children }: HtmlElement): boolean =>
  !dropped.has(tag) &&
  children.some((child) => typeof child !== "string" && (blocks.has(child.tag) || holdsBlocks(child)));

const paragraphOf = (inline: string): string =>
  escapeLines(
    inline
      .replaceAll(/[^\S\n]+/g, " ")
      .replaceAll(/ ?\n ?/g, "\n")
      .replaceAll(/\n{2,}/g, "\n\n")
      .trim(),
  );

const fenced = (element: HtmlElement): string => {
  const text = textOfHtml(element).replaceAll(/\r\n?/g, "\n").replace(/^\n/, "").trimEnd();
  const classes = [element, ...element.children].map((node) =>
    typeof node === "string" ? "" : (node.attributes.class ?? ""),
  );
  const [, language = ""] = /\blang(?:uage)?-([\w+#-]+)/.exec(classes.join(" ")) ?? [];
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
};

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);

const codeSpan = (written: string): string => {
  const text = written.replaceAll(/\s+/g, " ").trim();
  if (text === "") return "";
  const fence = "`".repeat(longestRun(text) + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
};

/** Blanks at the ends stand outside, as Markdown wants it. */
const marked = (text: string, mark: string): string => {
  const inner = text.trim();
  const before = text.slice(0, text.length - text.trimStart().length);
  const after = text.slice(text.trimEnd().length);
  if (inner === "" || inner.includes("\n\n")) return text;
  const isMarked = inner.startsWith("*") || inner.endsWith("*");
  return isMarked && mark === "**" && inner.startsWith("**")
    ? text
    : `${before}${mark}${inner}${mark}${after}`;
};

const addressIn = (address: string): string =>
  address
    .trim()
    .replaceAll(
      /[\s()<>\\]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    );

const small = {
  sub: ["0123456789+-=()aeox", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ"],
  sup: ["0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"],
} as const;

/** `₂`, where all characters have such a form. */
const scripted = (tag: "sub" | "sup", text: string): string | undefined => {
  const [from, to] = small[tag];
  const signs = [...text.trim()].map((sign) => [...to][[...from].indexOf(sign)]);
  return signs.every((sign) => sign !== undefined) ? signs.join("") : undefined;
};
