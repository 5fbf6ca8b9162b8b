/*
 * Polish. Students are addressed without a word that would say their gender, names and titles stay in the nominative, and
 * the trainer is "osoba prowadząca".
 */
import type * as en from "./en.ts";

export const locale: typeof en.locale = "pl-PL";

export const dayText: typeof en.dayText = (weekday, date) => `${weekday}, ${date}`;

/** Scores come with a decimal point. */
const withComma = (score: string): string => score.replace(".", ",");

export const scoreText: typeof en.scoreText = (score, best) => `${withComma(score)} na ${withComma(best)}`;

export const mail: typeof en.mail = {
  greeting: (name) => `Dzień dobry, ${name}!`,
};

export const scoreMail: typeof en.scoreMail = {
  subject: (course, title) => `${course}: wynik testu „${title}”`,
  changedSubject: (course, title) => `${course}: zmieniony wynik testu „${title}”`,
  news: ({ title, subject }, score) => `Twój wynik testu „${title}” (${subject}) to ${score}.`,
  changed: ({ title, subject }, score) =>
    `Twój wynik testu „${title}” (${subject}) się zmienił. Teraz to ${score}.`,
  rightAnswers: (right, questions) => `Poprawne odpowiedzi: ${right} z ${questions}.`,
  graded: (when) => `Data wysłania ocenionych odpowiedzi: ${when}.`,
};

export const invitationMail: typeof en.invitationMail = {
  subject: (course) => `${course}: Twój dostęp do testów`,
  opening: (course) => `Tu są Twoje testy z kursu „${course}”:`,
  asksForKey: "Strona poprosi o Twój klucz:",
  replaced: "Jeśli masz już wcześniejszy klucz, przestał on działać: używaj tego.",
  keepToYourself:
    "Nie pokazuj go nikomu: kto go ma, może wysłać odpowiedzi w Twoim imieniu. Jeśli klucz się zgubił albo ktoś go zobaczył, odpisz na tę wiadomość i poproś o nowy.",
  otherClients: "Jeśli używasz innego programu, zapyta on o klucz oraz o te dane:",
  address: "adres",
  id: "identyfikator",
};
