import { escapeHtml } from "../../../../course/mail/html.ts";
import type { Picture } from "../../../../trainer/text/pictures.ts";
import { renderText } from "../../../../trainer/text/render-text.ts";

export const disk: Picture = {
  path: `pictures/${"a".repeat(64)}.png`,
  contentType: "image/png",
  body: Buffer.alloc(0),
  width: 40,
  height: 30,
};

/** Renders without colours; `disk.png` is the one picture that there is. */
export const rendered = (text: string): string | null =>
  renderText(text, {
    highlight: escapeHtml,
    picture: (address) => (address === "disk.png" ? disk : undefined),
  });
