import type { RenderedMail } from "../rendered-mail.ts";
import { framedMail, type MailContent } from "./mail-frame.ts";
import { paragraph } from "./parts.ts";

/** A mail to the trainer, in English. */
export const mailToTrainer = (
  { title }: { readonly title: string },
  content: Omit<MailContent, "footer">,
): RenderedMail =>
  framedMail(
    { title, language: "en" },
    { ...content, footer: [paragraph(`Test Time sends this to the trainer of ${title}.`)] },
  );
