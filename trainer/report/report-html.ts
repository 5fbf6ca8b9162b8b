import type { WholeGradebook } from "../../adapters/gradebook/course-gradebook.ts";
import { counted } from "../../course/counted.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { escapeHtml } from "../../course/mail/html.ts";
import { timesBefore } from "../../course/statistics/hard-questions.ts";
import { leastJudged } from "../../course/statistics/least-judged.ts";
import {
  attendance,
  type CourseProgress,
  meanOf,
  studentsWithFacts,
  type TestProgress,
} from "../../course/statistics/progress.ts";
import type { ProgressView } from "../../course/statistics/progress-view.ts";
import { barChart, type ChartBar, table, weeksChart } from "./charts.ts";
import { reportStyle } from "./report-style.ts";

export interface ReportContent {
  readonly book: Pick<WholeGradebook, "settings" | "students" | "now">;
  readonly progress: CourseProgress;
  readonly view: Pick<ProgressView, "questions" | "skipped">;
  /** Whether students are named. */
  readonly hasNames: boolean;
}

const percentText = (percent: number | null): string => (percent === null ? "–" : `${percent}%`);

/** Of all tests together. */
const together = (tests: readonly TestProgress[]): number | null =>
  attendance({
    due: tests.reduce((sum, { due }) => sum + due, 0),
    handedIn: tests.reduce((sum, { handedIn }) => sum + handedIn, 0),
  });

const dayOf = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone, day: "numeric", month: "short", year: "numeric" }).format(
    Date.parse(instant),
  );

const nowrap = (text: string): string => `<span class="nowrap">${text}</span>`;

const section = (title: string, ...parts: readonly string[]): string =>
  `<section><h2>${escapeHtml(title)}</h2>${parts.join("")}</section>`;

const note = (text: string): string => `<p class="soft">${escapeHtml(text)}</p>`;

const figuresOf = ({ book, progress: { tests } }: ReportContent): string => {
  const scores = book.students.flatMap(({ average }) => (average === null ? [] : [Number(average)]));
  const rows: readonly (readonly [string, string])[] = [
    ["Students", String(book.students.length)],
    ["Tests that are over", String(tests.length)],
    ["Handed in", percentText(together(tests))],
    ["Mean of the averages", percentText(meanOf(scores))],
  ];
  return `<dl class="figures">${rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
};

/** How many students have which average, in steps of ten percent. */
const averagesChart = ({ book: { students } }: ReportContent): string => {
  const averages = students.flatMap(({ average }) => (average === null ? [] : [Number(average)]));
  const steps = Array.from({ length: 10 }, (_, step) => ({
    from: 10 * step,
    students: averages.filter((value) => Math.min(Math.floor(value / 10), 9) === step).length,
  })).reverse();
  const bars = steps.map(({ from, students: value }) => ({
    label: from === 90 ? "90% to 100%" : `${from}% to below ${from + 10}%`,
    value,
    words: counted(value, "student"),
  }));
  return section(
    "Averages",
    barChart(
      "How many students have which average over the course",
      ["Average", "Students"],
      bars,
      averages.length,
    ),
  );
};

const testCharts = ({ book, progress: { tests } }: ReportContent): string => {
  const { timeZone } = book.settings;
  const bars = (
    value: (test: TestProgress) => number | null,
    words: (test: TestProgress) => string,
  ): ChartBar[] =>
    tests.map((test) => ({
      label: `${dayOf(test.deadline, timeZone)} · ${test.title}`,
      value: value(test) ?? 0,
      words: words(test),
    }));
  return [
    section(
      "Who hands in",
      barChart(
        "Tests handed in, of those that were due",
        ["Test", "Handed in"],
        bars(attendance, (test) => `${percentText(attendance(test))} (${test.handedIn} of ${test.due})`),
        100,
      ),
    ),
    section(
      "Mean scores",
      barChart(
        "Mean score of those who handed in, as a part of the best score",
        ["Test", "Mean"],
        bars(
          ({ mean: value }) => value,
          ({ mean: value }) => percentText(value),
        ),
        100,
      ),
    ),
  ].join("");
};

const questionsPart = ({ view: { questions, skipped } }: ReportContent): string =>
  section(
    "Questions that gave few of their points",
    questions.length === 0
      ? note(`None that at least ${leastJudged} students had.`)
      : table(
          "Those first that were asked before",
          ["Question", "Points earned", "Test", "Asked before"],
          questions.map((hard) => [
            escapeHtml(hard.question),
            `${hard.facility}%`,
            escapeHtml(`${hard.title}, question ${hard.place}`),
            escapeHtml(timesBefore(hard)),
          ]),
        ),
    skipped === 0
      ? ""
      : note(`Without ${counted(skipped, "test")} of which the answers were too many to read.`),
  );

const studentsPart = ({ progress, hasNames }: ReportContent): string => {
  const found = studentsWithFacts(progress);
  const title = `Missed tests and falling scores: ${found.length} of ${counted(progress.students.length, "student")}`;
  const rule = note(
    "Counted are students who missed two or more of their last four tests, and those whose last three scores are lower than before by more than chance, compared with the class. These are facts; they don't say why.",
  );
  if (!hasNames || found.length === 0) return section(title, rule);
  return section(
    title,
    rule,
    table(
      "Each test's result, from 0 to the best score; a red frame is missed",
      ["Student", "Results", "Handed in", "Mean", "Facts"],
      found.map(({ name, results, handedIn, due, mean: own, facts }) => [
        escapeHtml(name),
        weeksChart(name, results),
        nowrap(`${handedIn} of ${due}`),
        nowrap(percentText(own)),
        escapeHtml(facts.map(({ sentence }) => sentence).join(" ")),
      ]),
    ),
  );
};

/** A course's report as one file that needs nothing else: no script, no font, no picture from elsewhere. */
export const reportHtml = (content: ReportContent): string => {
  const { book, progress } = content;
  const { title, trainer, timeZone } = book.settings;
  const body =
    progress.tests.length === 0
      ? note("No test is graded yet.")
      : [
          figuresOf(content),
          note(
            `A test counts once its deadline has passed and it is graded. Who was excused, or has more time, is not counted as due; a missed test counts as 0 in an average. ${content.hasNames ? "This report names students: give it to nobody who may not know." : "No student is named."}`,
          ),
          averagesChart(content),
          testCharts(content),
          studentsPart(content),
          questionsPart(content),
        ].join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}: report</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1 dir="auto">${escapeHtml(title)}</h1>
<p class="soft">${escapeHtml(`Report of ${showInstant(book.now, timeZone)}, ${trainer.name}`)}</p>
${body}
</main>
</body>
</html>
`;
};
