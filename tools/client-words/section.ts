import { type Reason, refusalSentence, refusalValues } from "../../course/api/refusals.ts";
import { longestAppeal } from "../../course/appeals/appeal-limits.ts";
import { languages, type Words, wordsOf } from "../../course/words/words.ts";

const begin =
  "# ------------------------------------------ words: written by `npm run client-words` from course/words; don't edit";
const end =
  "# -------------------------------------------------------------------------------------------------- end of the words";

/** A letter for each form that a noun can have. */
const formLetters: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  zero: "0",
  one: "1",
  two: "2",
  few: "f",
  many: "m",
  other: "o",
};

/** The rules of every language depend on a number's last two digits, or are for small numbers. */
const pluralsListed = 200;

/**
 * The form of nouns after each whole number below 200, a letter each. From there on it is that of 100 and the last two
 * digits.
 */
const plurals = (locale: string): string => {
  const rules = new Intl.PluralRules(locale);
  return Array.from({ length: pluralsListed }, (_, n) => formLetters[rules.select(n)]).join("");
};

const nounForms = (nouns: Words["nouns"]): (readonly [string, string])[] =>
  Object.entries(nouns).flatMap(([noun, forms]) =>
    Object.entries(formLetters).flatMap(([rule, letter]) =>
      Object.entries(forms)
        .filter(([name]) => name === rule)
        .map(([, form]) => [`noun_${noun}_${letter}`, form] as const),
    ),
  );

const reasons = Object.keys(refusalValues).filter((name): name is Reason =>
  Object.hasOwn(refusalValues, name),
);

/** Sentences with `{name}` for each value. A variable's name has no hyphen. */
const refusalTexts = ({ refusals }: Words): (readonly [string, string])[] =>
  reasons.map((reason) => {
    const values = Object.fromEntries(refusalValues[reason].map((name) => [name, `{${name}}`]));
    const text = refusalSentence({ reason, values }, refusals, (instant) => instant) ?? "";
    return [`refusal_${reason.replaceAll("-", "_")}`, text];
  });

/** Short names of the weekdays, Sunday first, and of the months, as the language's dates have them. */
const dateNames = (locale: string): Readonly<Record<"weekdays" | "months", string>> => {
  const named = (options: Intl.DateTimeFormatOptions, name: Intl.DateTimeFormatPartTypes, dates: Date[]) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return dates
      .map((date) => format.formatToParts(date).find(({ type }) => type === name)?.value ?? "")
      .join("|");
  };
  const days = Array.from({ length: 7 }, (_, n) => new Date(Date.UTC(2026, 10, 22 + n)));
  const months = Array.from({ length: 12 }, (_, n) => new Date(Date.UTC(2026, n, 1)));
  return {
    weekdays: named({ weekday: "short", day: "numeric", month: "short" }, "weekday", days),
    months: named({ day: "numeric", month: "short" }, "month", months),
  };
};

const decimalMark = (locale: string): string =>
  new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";

/** A group of texts, each under the group's name and its own. */
const named = (group: string, texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${group}_${name}`, text]));

/** Which attempts were graded, what each gave, and what has changed since. */
const attemptTexts = ({ score }: Words): Readonly<Record<string, string>> => ({
  graded: score.graded("{when}").join(""),
  gradedFirst: score.gradedFirst("{when}").join(""),
  gradedBest: score.gradedBest("{attempts}", "{when}").join(""),
  gradedAverage: score.gradedAverage("{attempts}"),
  yourAttempts: score.attempts,
  attempt: score.attempt("{number}", "{when}", "{score}").join(""),
  isCounted: score.isCounted,
  isShown: score.isShown,
  scoreHasChanged: score.hasChanged,
  before: score.before("{score}", "{best}"),
  undone: score.undone,
  ...named("changed", score.changedTest),
  ...named(
    "changedQuestions",
    Object.fromEntries(
      Object.entries(score.changedQuestions).map(([kind, sentence]) => [kind, sentence("{questions}")]),
    ),
  ),
  questionNumber: score.number("{number}"),
});

/** What is said of scores. */
const scoreTexts = ({ score, list, scoreText }: Words): Readonly<Record<string, string>> => ({
  outOf: scoreText("{score}", "{best}"),
  rightAnswers: score.rightAnswers("{right}", "{of}"),
  dropped: score.dropped,
  given: score.given,
  nothingCounts: score.nothingCounts,
  isHidden: score.isHidden,
  yourAnswer: score.yourAnswer,
  rightAnswer: score.rightAnswer,
  alsoRight: score.alsoRight,
  why: score.why,
  answersCome: score.answersCome("{when}").join(""),
  answersAreKept: score.answersAreKept,
  scoreComes: score.comes("{when}").join(""),
  scoreIsKept: score.isKept,
  byHand: score.byHand("{because}"),
  isExcused: score.excused("{because}"),
  gradingFailed: score.failed,
  isMissed: score.missed("{when}").join(""),
  isMissedRemoved: score.missedRemoved,
  missed: list.missed,
  excused: list.excused,
  failed: list.failed,
  comesOn: list.scoreComes("{when}").join(""),
  isKept: list.scoreIsKept,
  question: score.question("{question}"),
  right: score.right,
  wrong: score.wrong,
  partly: score.partly,
  pointsOf: score.pointsOf("{earned}", "{of}"),
});

/** What is said of a student's objection to a question. */
const appealTexts = ({ appeal, client }: Words): Readonly<Record<string, string>> => ({
  appealWritten: appeal.written("{when}").join(""),
  appealWaits: appeal.waits,
  appealAnswered: appeal.answered("{by}", "{when}").join(""),
  appealAccepted: appeal.accepted,
  appealDeclined: appeal.declined,
  appealIsSent: appeal.isSent,
  appealTooLong: client.appealTooLong.replace("{most}", String(longestAppeal)),
});

/** All words of the client, by the names of its variables; the client fills in each `{name}`. */
export const clientTexts = (words: Words): Readonly<Record<string, string>> => {
  const { api, list, score, page, question, review, signIn, time, locale } = words;
  return {
    ...words.client,
    ...named("code", api.codes),
    serverProblem: api.serverProblem("{status}"),
    unknownCode: api.unknownCode("{status}"),
    waitAMinute: api.waitAMinute,
    tryLater: api.tryLater,
    serverSays: api.serverSays("{said}"),
    unsure: api.unsure,
    isNoKey: signIn.isNoKey,
    isNothingOpen: list.isNothingOpen,
    attempts: list.attempts("{used}", "{allowed}"),
    ...named("counts", score.counts),
    isLeftOut: page.leftOut,
    isAllLeftOut: review.isAllLeftOut,
    ...attemptTexts(words),
    ...scoreTexts(words),
    ...appealTexts(words),
    ...named("credit", question.credit),
    left: time.left("{time}"),
    closed: time.closed,
    ...Object.fromEntries(refusalTexts(words)),
    ...Object.fromEntries(nounForms(words.nouns)),
    plurals: plurals(locale),
    ...dateNames(locale),
    decimalMark: decimalMark(locale),
  };
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const section = (): string => {
  const functions = languages.map((language) => {
    const texts = Object.entries(clientTexts(wordsOf({ language })));
    return [`words_${language}() {`, ...texts.map(([name, text]) => `  w_${name}=${quoted(text)}`), "}", ""];
  });
  const others = languages.filter((language) => language !== "en");
  return [
    begin,
    "",
    ...functions.flat(),
    "# Exported, as jq reads them from its environment.",
    "use_words() {",
    "  set -a",
    "  case $1 in",
    ...others.map((language) => `    ${language}) words_${language} ;;`),
    "    *) words_en ;;",
    "  esac",
    "  set +a",
    "}",
    "",
    end,
  ].join("\n");
};

/** The client's text with the present words. @throws Error when it has no place for them. */
export const withWords = (client: string): string => {
  const [from, to] = [client.indexOf(begin), client.indexOf(end)];
  if (from < 0 || to < from) throw new Error("The client has no lines between which its words stand.");
  return `${client.slice(0, from)}${section()}${client.slice(to + end.length)}`;
};
