import type { RenderedTexts } from "./rendered.ts";

/** The published pictures that texts show, by names made from their content. */
export const picturesIn = (html: RenderedTexts | undefined): readonly string[] =>
  JSON.stringify(html ?? {}).match(/\/pictures\/[0-9a-f]{64}/g) ?? [];
