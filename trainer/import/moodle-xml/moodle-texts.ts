import { elementAt, elementsBelow, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";
import type { Source } from "../source.ts";
import type { FindPicture, Texts } from "../texts.ts";

/** The texts of one question, with the files that it embeds. */
export class MoodleTexts {
  readonly texts: Texts;
  /** What is said to single answers. */
  readonly feedback: { readonly answer: string; readonly feedback: string }[] = [];
  readonly #question: XmlElement;

  constructor(question: XmlElement, source: Source) {
    this.#question = question;
    this.texts = source.texts(filesOf(question));
  }

  readonly lose = (what: string): void => this.texts.lose(what);

  /** The text of a child element, by its format; empty: there is none. */
  at(parent: XmlElement, name: string): string {
    const element = elementAt(parent, name);
    return element ? this.of(element) : "";
  }

  /** An element with `<text>` in it. */
  of(element: XmlElement): string {
    return this.formatted(textIn(elementAt(element, "text")), element.attributes.format ?? "html");
  }

  formatted(text: string, format: string): string {
    if (text.trim() === "") return "";
    if (format === "markdown") return this.texts.markdown(text);
    if (format === "plain_text") return this.texts.plain(text);
    return format === "html" ? this.texts.html(text) : this.texts.maybeHtml(text.trim());
  }

  /** The question's text, and below it the picture that Moodle 1.9 kept beside it. */
  question(formatted?: string): string {
    const text = formatted ?? this.at(this.#question, "questiontext");
    const old = textIn(elementAt(this.#question, "image")).trim();
    const hasOld = old !== "" && textIn(elementAt(this.#question, "image_base64")).trim() !== "";
    const name = hasOld ? this.texts.picture(old, "") : undefined;
    return name === undefined ? text : `${text}\n\n![](${name})`;
  }

  hear(answer: XmlElement, shown: string): void {
    this.feedback.push({ answer: shown, feedback: this.at(answer, "feedback") });
  }
}

const filesOf = (question: XmlElement): FindPicture => {
  const files = new Map<string, XmlElement>();
  for (const file of elementsBelow(question, "file")) files.set(file.attributes.name ?? "", file);
  return (address) => {
    const name = address.replace(/^@@PLUGINFILE@@\//, "").split(/[?#]/)[0] ?? "";
    const old = elementsOf(question, "image_base64")[0];
    if (old && name === textIn(elementAt(question, "image")).trim())
      return Buffer.from(textIn(old), "base64");
    const file =
      files.get(decoded(name)) ?? files.get(name) ?? files.get(decoded(name.split("/").at(-1) ?? ""));
    return file && Buffer.from(textIn(file), "base64");
  };
};

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};
