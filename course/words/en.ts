/*
 * All words for students, in English: of their mails, the invitation, the page and the bash client. Every other language is
 * one file like this one, of the same shape (words.ts); for that it is longer than the project's other files.
 */

/** For dates and numbers. */
export const locale: string = "en-GB";

/** A date from its weekday and the rest: `Monday 23 November 2026`. */
export const dayText = (weekday: string, date: string): string => `${weekday} ${date}`;

/** A score and the best one, both with a decimal point: `3.33 out of 5`. */
export const scoreText = (score: string, best: string): string => `${score} out of ${best}`;

/** A test as a mail names it. */
interface NamedTest {
  readonly title: string;
  readonly subject: string;
}

export const mail = {
  greeting: (name: string): string => `Hello ${name},`,
};

/** The mail about one graded test. */
export const scoreMail = {
  subject: (course: string, title: string): string => `${course}: score for ${title}`,
  changedSubject: (course: string, title: string): string => `${course}: changed score for ${title}`,
  /** @param score as `scoreText` gives it. */
  news: ({ title, subject }: NamedTest, score: string): string =>
    `your score for "${title}" (${subject}) is ${score}.`,
  changed: ({ title, subject }: NamedTest, score: string): string =>
    `your score for "${title}" (${subject}) has changed. It is now ${score}.`,
  rightAnswers: (right: number, questions: number): string => `Right answers: ${right} of ${questions}.`,
  graded: (when: string): string => `We graded the answers you sent on ${when}.`,
};

/** The mail that brings a student the key. */
export const invitationMail = {
  subject: (course: string): string => `${course}: your way to the tests`,
  opening: (course: string): string => `here are your tests of ${course}:`,
  asksForKey: "The page asks for your key:",
  replaced: "If you have had a key before, it works no more: use this one.",
  keepToYourself:
    "Keep it to yourself: whoever has it can send answers in your name. If it got lost or was seen, reply to this mail and ask for a new one.",
  otherClients: "If you use another client, it asks for the key and for these:",
  address: "address",
  id: "id",
};
