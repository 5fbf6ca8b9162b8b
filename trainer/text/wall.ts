import sanitizeHtml from "sanitize-html";
import { codeParts } from "./highlight.ts";

const elements = [
  ..."p br hr strong em a code pre span div ul ol li blockquote img".split(" "),
  ..."table thead tbody tr th td".split(" "),
];

/** Presentation MathML, as KaTeX writes it: nothing that links, embeds or brings HTML along. */
const mathsElements = [
  ..."math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom menclose".split(
    " ",
  ),
  ..."msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd mlabeledtr".split(
    " ",
  ),
];

const mathsAttributes = [
  ..."accent accentunder columnalign columnlines columnspacing depth display displaystyle fence".split(" "),
  ..."height largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize".split(" "),
  ..."minsize movablelimits notation rowlines rowspacing rspace scriptlevel separator side".split(" "),
  ..."stretchy symmetric voffset width".split(" "),
];

/** Names of a published picture; `<img>` loads nothing else. */
const pictureAddress = /^\/pictures\/[0-9a-f]{64}\.[a-z]+$/;

/**
 * The last wall: whatever the renderer gave, only these elements and attributes leave it. No script, no style, no address that
 * a page loads by itself but a picture of the course, links to https, http and mailto.
 */
export const withinWall = (html: string): string =>
  sanitizeHtml(html, {
    allowedTags: [...elements, ...mathsElements],
    allowedAttributes: {
      a: ["href", "rel", "target"],
      img: ["src", "alt", "width", "height"],
      ol: ["start"],
      pre: ["dir", "translate"],
      code: ["dir", "translate"],
      ...Object.fromEntries(mathsElements.map((name) => [name, mathsAttributes])),
      math: [...mathsAttributes, "alttext"],
    },
    allowedClasses: {
      span: codeParts.map((part) => `code-${part}`),
      div: ["scroll"],
      th: ["right", "center"],
      td: ["right", "center"],
    },
    allowedSchemes: ["https", "http", "mailto"],
    allowedSchemesByTag: { img: [] },
    allowProtocolRelative: false,
    exclusiveFilter: ({ tag, attribs }) => tag === "img" && !pictureAddress.test(attribs.src ?? ""),
    transformTags: {
      a: (tagName, { href = "" }) => ({
        tagName,
        attribs: { href, rel: "noopener noreferrer nofollow", target: "_blank" },
      }),
    },
  });
