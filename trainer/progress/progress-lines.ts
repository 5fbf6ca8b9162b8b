import { counted } from "../../course/counted.ts";
import { testPath } from "../../course/ids.ts";
import { quote } from "../../course/problems.ts";
import { timesBefore } from "../../course/statistics/hard-questions.ts";
import { attendance, type CourseProgress, type StudentProgress } from "../../course/statistics/progress.ts";
import type { ProgressView } from "../../course/statistics/progress-view.ts";
import { table } from "../commands/table.ts";
import type { Terminal } from "../commands/terminal.ts";

type Paint = Terminal["paint"];

const steps = [..."▁▂▃▄▅▆▇█"];

/** The scores in little bars, from 0 to the best one; `·` is missed. */
export const drawnResults = (results: StudentProgress["results"]): string =>
  results
    .map((result) => {
      if (result === "missed") return "·";
      if (result === null) return " ";
      return steps[Math.min(Math.floor((result * steps.length) / 100), steps.length - 1)] ?? "";
    })
    .join("");

const barWidth = 10;

const bar = (percent: number | null): string =>
  percent === null ? "" : "█".repeat(Math.round((barWidth * percent) / 100));

const percentText = (percent: number | null): string => (percent === null ? "-" : `${percent}%`);

const testLines = ({ tests }: CourseProgress, paint: Paint): string[] =>
  table([
    ["test", "deadline", "handed in", "", "", "mean score", ""].map((head) => paint("faint", head)),
    ...tests.map((test) => {
      const share = attendance(test);
      return [
        testPath(test),
        test.deadline.slice(0, 10),
        `${test.handedIn} of ${test.due}`,
        percentText(share),
        bar(share).padEnd(barWidth),
        percentText(test.mean),
        bar(test.mean),
      ];
    }),
  ]);

const studentLines = (students: readonly StudentProgress[]): string[] =>
  table(
    students.map(({ studentId, name, results, due, handedIn, mean, facts }) => [
      studentId,
      name === studentId ? "" : name,
      drawnResults(results),
      `${handedIn} of ${due}`,
      percentText(mean),
      facts.map(({ sentence }) => sentence).join(" "),
    ]),
  );

const questionLines = ({ questions }: ProgressView): string[] =>
  table(
    questions.map((question) => {
      const { facility, place } = question;
      const earlier = timesBefore(question);
      return [
        percentText(facility),
        testPath(question),
        `question ${place}`,
        quote(question.question),
        earlier && `before: ${earlier}`,
      ];
    }),
  );

export interface ShownProgress {
  readonly title: string;
  readonly progress: CourseProgress;
  readonly view: ProgressView;
  /** Every student, not only those of whom there is something to say. */
  readonly isEverybody: boolean;
}

/** How a course goes, for people. */
export const progressLines = (
  { title, progress, view, isEverybody }: ShownProgress,
  paint: Paint,
): string[] => {
  const { students, tests } = progress;
  const head = `${paint("strong", title)} · ${counted(tests.length, "test")} over · ${counted(students.length, "student")}`;
  if (tests.length === 0) return [head, "No test is graded yet. See who has submitted: bin/trainer status"];
  const shown: readonly StudentProgress[] = isEverybody ? students : view.students;
  const more = isEverybody ? 0 : view.withFacts - view.students.length;
  return [
    head,
    "",
    ...testLines(progress, paint),
    "",
    paint(
      "strong",
      isEverybody
        ? "Students"
        : `Missed tests and falling scores: ${view.withFacts} of ${counted(students.length, "student")}`,
    ),
    ...studentLines(shown),
    ...(more > 0 ? [`and ${more} more: --all shows everybody`] : []),
    paint(
      "faint",
      "From ▁ to █: the score of each test, up to the best one; · is missed. These are facts; they don't say why.",
    ),
    ...(view.questions.length === 0
      ? []
      : ["", paint("strong", "Questions that gave few of their points"), ...questionLines(view)]),
    ...(view.skipped === 0
      ? []
      : [
          `Of ${counted(view.skipped, "test")} an earlier version added up nothing, and the grades are too many to read here: bin/trainer analyse reads those of a test.`,
        ]),
  ];
};
