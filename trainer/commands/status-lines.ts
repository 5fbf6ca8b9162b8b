import { counted } from "../../course/counted.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { testPath } from "../../course/ids.ts";
import type { CourseStatus, StudentTestStatus, TestStatus } from "../status/course-status.ts";
import { durationText } from "./progress.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

interface StatusView {
  /** Times are shown in it. */
  readonly timeZone: string;
  /** Every student, not only the first who are missing. */
  readonly isEveryStudent: boolean;
}

type Paint = Terminal["paint"];

/** The status for people: one line for each test, then who is missing, or every student. */
export const statusLines = (status: CourseStatus, view: StatusView, { paint }: Terminal): string[] => {
  if (status.tests.length === 0)
    return ["No test waits to be graded. See all with: bin/trainer status --all"];
  const begun = status.tests.filter(({ state }) => state !== "not-yet-open");
  return [
    ...table(status.tests.map((test) => testCells(test, status, view, paint))),
    ...uncheckedLines(begun, paint),
    ...(begun.length === 0 ? [] : [""]),
    ...(view.isEveryStudent
      ? studentTable(begun, view, paint)
      : missingLines({ ...status, tests: begun }, paint)),
  ];
};

const testCells = (
  test: TestStatus,
  { now }: CourseStatus,
  { timeZone }: StatusView,
  paint: Paint,
): string[] => [
  testPath(test),
  test.title,
  stateText(test, now, timeZone, paint),
  ...(test.state === "not-yet-open" ? [] : countCells(test, paint)),
];

/** Nobody is called missing who may only be left out of a list. */
const uncheckedLines = (tests: readonly TestStatus[], paint: Paint): string[] =>
  tests
    .filter(({ unchecked }) => unchecked > 0)
    .map((test) =>
      paint(
        "attention",
        `${testPath(test)}: its list may lack submissions, and ${counted(test.unchecked, "student was", "students were")} not looked up. The run grades what they submitted all the same.`,
      ),
    );

const countCells = (test: TestStatus, paint: Paint): string[] => {
  const { submitted, missing, missed, excused, byHand } = test;
  const others = [
    ...(excused > 0 ? [`${excused} excused`] : []),
    ...(byHand > 0 ? [`${byHand} set by hand`] : []),
  ];
  const left = [
    ...(missed > 0 ? [`${missed} missed`] : []),
    ...(missing > missed ? [`${missing - missed} missing`] : []),
  ].join(", ");
  return [
    `${submitted} of ${submitted + missing} submitted`,
    left === "" ? paint("good", "nobody is missing") : paint("attention", left),
    others.join(", "),
  ];
};

const stateText = (test: TestStatus, now: string, timeZone: string, paint: Paint): string => {
  const until = (instant: string): string => durationText(Date.parse(instant) - Date.parse(now));
  switch (test.state) {
    case "open":
      return paint("good", `open, ${until(test.deadline)} left`);
    case "not-yet-open":
      return paint("faint", `opens in ${until(test.opens ?? test.deadline)}`);
    case "closed":
      return `closed on ${showInstant(test.deadline, timeZone)}`;
  }
};

/** More are only counted; `--students` shows them all. */
const mostMissing = 20;

const missingLines = ({ tests, now }: CourseStatus, paint: Paint): string[] => {
  if (tests.length === 0) return [];
  const names = new Map<string, string>();
  const missing = new Map<string, string[]>();
  for (const test of tests) {
    for (const student of test.students) {
      if (student.state !== "missing" && student.state !== "missed") continue;
      names.set(student.studentId, student.name);
      missing.set(student.studentId, [
        ...(missing.get(student.studentId) ?? []),
        missingTest(test, student, now),
      ]);
    }
  }
  if (missing.size === 0) return [paint("good", "Nobody is missing.")];
  const rows = [...missing].map(([id, paths]) => [`  ${id}`, names.get(id) ?? id, paths.join(", ")]);
  const more = rows.length - mostMissing;
  return [
    paint("strong", counted(rows.length, "student is missing", "students are missing")),
    ...table(rows.slice(0, mostMissing)),
    ...(more > 0 ? [`  and ${more} more: bin/trainer status --students`] : []),
  ];
};

/** Says what is over, and names an extension, so that nobody who has time left is reminded. */
const missingTest = (test: TestStatus, student: StudentTestStatus, now: string): string => {
  if (student.state === "missed") return `${testPath(test)} (missed)`;
  return student.deadline > test.deadline
    ? `${testPath(test)} (has ${durationText(Date.parse(student.deadline) - Date.parse(now))})`
    : testPath(test);
};

const studentTable = (tests: readonly TestStatus[], { timeZone }: StatusView, paint: Paint): string[] => {
  if (tests.length === 0) return [];
  const names = new Map(tests.flatMap(({ students }) => students.map((one) => [one.studentId, one.name])));
  const columns = tests.map(({ students }) => new Map(students.map((one) => [one.studentId, one])));
  return table([
    ["student", "name", ...tests.map(testPath)].map((cell) => paint("strong", cell)),
    ...[...names].map(([studentId, name]) => [
      studentId,
      name,
      ...columns.map((column) => submissionCell(column.get(studentId), timeZone, paint)),
    ]),
  ]);
};

const submissionCell = (student: StudentTestStatus | undefined, timeZone: string, paint: Paint): string => {
  if (student === undefined) return paint("faint", "–");
  switch (student.state) {
    case "submitted": {
      const times = student.attempts === 1 ? "" : ` (${student.attempts} times)`;
      return paint("good", `${shortTime(student.submittedAt ?? "", timeZone)}${times}`);
    }
    case "missing":
    case "missed":
      return paint("attention", student.state);
    case "excused":
      return paint("faint", "excused");
    case "by-hand":
      return paint("faint", "set by hand");
    case "not-yet-open":
      return paint("faint", "–");
  }
};

/** `Sat 21 Nov, 11:30`. */
const shortTime = (instant: string, timeZone: string): string => {
  const options = { weekday: "short", day: "numeric", month: "short", timeZone } as const;
  const date = new Intl.DateTimeFormat("en-GB", options).format(new Date(instant)).replace(",", "");
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone } as const;
  return `${date}, ${new Intl.DateTimeFormat("en-GB", time).format(new Date(instant))}`;
};
