import * as z from "zod";

/**
 * Texts of a question in another form than Markdown: `html`, or `plain` for terminals. What is left out would say no more than
 * the text itself.
 */
export const renderedTextsSchema = z.object({
  question: z.string().optional(),
  answers: z.record(z.string(), z.string()).optional(),
  items: z.record(z.string(), z.string()).optional(),
});

export type RenderedTexts = z.infer<typeof renderedTextsSchema>;
