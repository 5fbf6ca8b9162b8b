import { counted } from "../counted.ts";
import { introduced, literal } from "./frame/parts.ts";
import { mailToTrainer } from "./frame/trainer-frame.ts";
import type { MailPart, RenderedMail } from "./rendered-mail.ts";

/** @param most as many as are counted, so there may be more. */
const news = (count: number, most: number): string => {
  const many = `${count >= most ? "or more " : ""}appeals by students wait`;
  return `${counted(count, "appeal by a student waits", many)} for your answer`;
};

const shownBy = (news = ""): MailPart =>
  introduced(
    `${news}To read and answer, here or in the console's view Appeals:`,
    literal("bin/trainer appeals"),
  );

/** How many appeals wait, and the command that shows them. */
export const openAppealsPart = (count: number, most: number): MailPart => shownBy(`${news(count, most)}. `);

/** Tells the trainer that students object to questions. It quotes none of them: the command and the console show each. */
export const openAppealsMail = (courseTitle: string, count: number, most: number): RenderedMail =>
  mailToTrainer(
    { title: courseTitle },
    { subject: news(count, most), headline: news(count, most), lead: [shownBy()] },
  );
