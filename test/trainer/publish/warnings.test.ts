import { afterEach, describe, expect, test } from "@jest/globals";
import { attemptOfKey } from "../../../course/attempts.ts";
import {
  type Instant,
  instantSchema,
  studentIdSchema,
  submissionIdSchema,
  testPath,
  testRefSchema,
} from "../../../course/ids.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import type { Course } from "../../../trainer/course-folder/course.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { indexEntry, planPublish } from "../../../trainer/publish/plan.ts";
import type { PublishFacts } from "../../../trainer/publish/publish-facts.ts";
import type { Published } from "../../../trainer/publish/published.ts";
import { changeWarnings } from "../../../trainer/publish/warnings.ts";
import { type CourseFiles, courseFolders, goodCourse } from "../support/course-files.ts";

const folders = courseFolders();
afterEach(() => folders.removeAll());

const instant = (text: string): Instant => instantSchema.parse(`2026-11-${text}:00.000Z`);
const monday = instant("23T22:00");
const wednesday = instant("25T12:00");
const friday = instant("27T12:00");

const publishedAs = (course: Course): Published => ({
  settings: JSON.stringify(course.settings),
  tests: new Map(
    course.tests.map((test) => [
      testPath(test),
      {
        test: indexEntry(test, test.deadline ?? monday, {}),
        questions: JSON.stringify(test.questions),
        answerKey: JSON.stringify(test.answerKey),
      },
    ]),
  ),
  testsEtag: null,
  students: new Map(course.students.map((student) => [student.studentId, student])),
  rosterEtag: null,
  mark: null,
  profiles: null,
});

const read = (changes: CourseFiles): Course => readCourse(folders.make(changes));

const beforeDeadline: PublishFacts = {
  now: instant("20T12:00"),
  gradedThrough: new Map(),
  returning: [],
  handedIn: new Map(),
};
/** How often each has handed in linux/boot. */
const handedIn = (times: Readonly<Record<string, number>>): PublishFacts => ({
  ...beforeDeadline,
  handedIn: new Map(
    Object.entries(times).map(([id, count]) => {
      const studentId = studentIdSchema.parse(id);
      const key = keys.submission(
        studentId,
        testRefSchema.parse({ subject: "linux", testId: "boot" }),
        friday,
        noId,
      );
      return [
        studentId,
        Array.from({ length: count }, () => attemptOfKey(studentId, key)).filter((a) => a !== null),
      ];
    }),
  ),
});
const noId = submissionIdSchema.parse("0".repeat(32));
const graded = (cutoff: Instant) => new Map([["linux/boot", cutoff]]);
const afterRun: PublishFacts = { ...beforeDeadline, now: wednesday, gradedThrough: graded(monday) };

const warningsOf = (before: CourseFiles, after: CourseFiles, facts: PublishFacts = beforeDeadline) => {
  const [published, course] = [publishedAs(read(before)), read(after)];
  return changeWarnings(course, published, planPublish(course, published), facts).map((w) => w.message);
};

const boot = (from: string | RegExp, to: string): CourseFiles => ({
  "linux/boot.yaml": goodCourse["linux/boot.yaml"].replace(from, to),
});
const settings = (from: string, to: string): CourseFiles => ({
  "course.yaml": goodCourse["course.yaml"].replace(from, to),
});

test("what was published before, unchanged, is warned of in nothing", () => {
  expect(warningsOf({}, {}, afterRun)).toEqual([]);
});

describe("A changed deadline", () => {
  test("that is earlier leaves out what was accepted after it", () => {
    expect(warningsOf({}, boot("11-23 23:00", "11-22 23:00"))).toEqual([
      "linux/boot: the deadline was Monday 23 November 2026, 23:00 (Europe/Warsaw) and becomes Sunday 22 November 2026, 23:00 (Europe/Warsaw); what was accepted after the new one will not count; unless that is meant, write the old one as `deadline:` into linux/boot.yaml.",
    ]);
  });

  test("that is later takes nothing away", () => {
    const [warning] = warningsOf({}, boot("11-23 23:00", "11-24 23:00"));
    expect(warning).toContain(
      "becomes Tuesday 24 November 2026, 23:00 (Europe/Warsaw); unless that is meant",
    );
  });

  test("that has passed already closes the test", () => {
    const [warning] = warningsOf({}, boot("11-23 23:00", "11-19 23:00"));
    expect(warning).toContain(
      "will not count; the new one has passed already, so nobody can submit any more",
    );
  });

  test("that comes after the test was graded has it graded again", () => {
    const [warning] = warningsOf({}, boot("11-23 23:00", "11-30 23:00"), afterRun);
    expect(warning).toContain("is graded already, and will be graded again after the new one");
  });

  test("that is earlier and of a graded test changes no score by itself", () => {
    const [warning] = warningsOf({}, boot("11-23 23:00", "11-22 23:00"), afterRun);
    expect(warning).toContain("the old scores stay until `bin/trainer grade --again linux/boot`, by which");
  });

  test("may come from another time zone", () => {
    const [, warning] = warningsOf({}, settings("Europe/Warsaw", "Europe/London"));
    expect(warning).toContain(
      "was Monday 23 November 2026, 22:00 (Europe/London) and becomes Monday 23 November 2026, 23:00 (Europe/London)",
    );
  });

  test("may come from another weekly deadline", () => {
    const weekly = boot(/^deadline: .*\n/m, "");
    const [, warning] = warningsOf(weekly, { ...weekly, ...settings("Monday 23:00", "Sunday 23:00") });
    expect(warning).toContain("becomes Sunday 22 November 2026, 23:00 (Europe/Warsaw)");
  });
});

describe("A new test", () => {
  const shell = { "linux/shell.yaml": goodCourse["linux/boot.yaml"] };

  test("whose deadline has passed is one that nobody can submit", () => {
    const facts = { ...beforeDeadline, now: wednesday };
    expect(warningsOf({}, shell, facts)).toEqual([
      expect.stringMatching(
        /^linux\/shell: its deadline, Monday 23 November 2026, 23:00 \(Europe\/Warsaw\), has passed already/,
      ),
    ]);
    expect(warningsOf({}, shell)).toEqual([]);
  });

  test("that was graded before it was left out is no news", () => {
    const facts = { ...afterRun, gradedThrough: new Map([["linux/shell", monday]]) };
    expect(warningsOf({}, shell, facts)).toEqual([]);
  });
});

describe("Other questions", () => {
  const inserted = boot(
    "questions:\n",
    "questions:\n  - { text: New?, answers: { a: x, b: y }, right: a }\n",
  );
  const kernel = boot("- text: What holds", "- id: kernel\n    text: What holds");

  test("are said with who has handed in, and by which they are graded", () => {
    expect(warningsOf({}, kernel, handedIn({ adam: 1, beata: 2 }))).toEqual([
      "linux/boot: 2 students handed it in (adam, beata), and its questions change: kernel is new, q2 goes. They are graded by the questions that they were given: one that is new does not count for them, one that changes is right if it was right then or is now, one that goes counts where that is better for them. Whoever sends in again is graded by the new ones.",
    ]);
  });

  test("that come by inserting one are said with the way to insert one", () => {
    expect(warningsOf({}, inserted, handedIn({ adam: 1 }))).toEqual([
      expect.stringMatching(
        /its questions change: q3 is new, q1, q2 change under their ids\. .* give the new ones an `id:` of their own in linux\/boot\.yaml, and the old ones the ids that they had\.$/,
      ),
    ]);
    expect(warningsOf({}, boot("b: the shell", "b: a shell"), handedIn({ adam: 1 }))).toEqual([
      expect.stringContaining("its questions change: q1 changes under its id."),
    ]);
  });

  test("harm nobody when nobody has handed in", () => {
    expect(warningsOf({}, inserted)).toEqual([]);
  });

  test("are not those whose answers come in another order", () => {
    const swapped = boot("{ a: init, b: the shell }", "{ b: the shell, a: init }");
    expect(warningsOf({}, swapped, handedIn({ adam: 1 }))).toEqual([]);
  });
});

describe("Fewer attempts", () => {
  const attempts = (n: number) => boot("opens:", `attempts: ${n}\nopens:`);

  test("are said with who has used them up", () => {
    expect(warningsOf(attempts(3), attempts(2), handedIn({ adam: 1, beata: 2, celina: 3 }))).toEqual([
      "linux/boot: attempts go from 3 to 2, and 1 student has used that many already (beata): what they sent in counts as before, but they can't send in once more; unless that is meant, write `attempts: 3` into linux/boot.yaml.",
    ]);
    expect(warningsOf({}, attempts(1), handedIn({ adam: 1, beata: 2 }))).toEqual([
      expect.stringMatching(/from no limit to 1, and 2 students have used .* take `attempts:` out of/),
    ]);
  });

  test("harm nobody who has some left, and more harm nobody", () => {
    expect(warningsOf({}, attempts(2), handedIn({ adam: 1 }))).toEqual([]);
    expect(warningsOf(attempts(1), attempts(2), handedIn({ adam: 1 }))).toEqual([]);
  });
});

describe("Another scale", () => {
  const ten = settings("title:", "scale: 10\ntitle:");

  test("leaves what is graded on the old one", () => {
    expect(warningsOf({}, ten, afterRun)).toEqual([
      "course.yaml changes scale from 5 to 10: what is graded already keeps scores out of 5 (linux/boot), what is graded from now on is out of 10. To have all on one scale: bin/trainer grade --again linux/boot; or write `scale: 5` again.",
    ]);
  });

  test("is no news before anything is graded", () => {
    expect(warningsOf({}, ten)).toEqual([]);
  });
});

test("another rule for attempts is named to whoever changes what students were told", () => {
  const best = boot("opens:", "counts: best\nattempts: 3\nopens:");
  const limited = boot("opens:", "attempts: 3\nopens:");
  expect(warningsOf(limited, best, handedIn({ adam: 1 }))).toEqual([
    "linux/boot: students were told that the latest attempt counts, and now the best attempt does; that holds for what is handed in already, too. Unless that is meant, write `counts: latest` into linux/boot.yaml.",
  ]);
  expect(warningsOf(limited, best)).toEqual([]);
});

test("a changed answer key of a graded test leaves the old scores until it is graded again", () => {
  const key = boot("right: a\n    feedback", "right: b\n    feedback");
  expect(warningsOf({}, key, afterRun)).toEqual([
    "linux/boot: the answer key changes, and the test is graded already: the old scores stay until `bin/trainer grade --again linux/boot`; with `--dry-run` it shows first who changes.",
  ]);
  expect(warningsOf({}, key)).toEqual([]);
});

describe("A line of extensions.csv", () => {
  const until = (time: string): CourseFiles => ({
    "extensions.csv": `studentId,subject,testId,until\nadam,linux,boot,2026-11-${time}\n`,
  });
  const lost = expect.stringMatching(
    /^linux\/boot: the later deadline of adam is removed before a run has graded .* put the line back/,
  );

  test.each([
    ["disappears after its time", {}, { ...afterRun, now: friday }],
    ["becomes earlier after its time", until("24 23:00"), { ...afterRun, now: friday }],
    ["disappears before its time, but after the test's own", {}, afterRun],
  ])("that %s, ungraded, is asked for", (_, after, facts) => {
    expect(warningsOf(until("26 23:00"), after, facts)).toEqual([lost]);
  });

  test.each([
    [
      "goes when a run has graded it",
      "26 23:00",
      {},
      { ...afterRun, now: friday, gradedThrough: graded(friday) },
    ],
    ["goes before the test's own deadline has passed", "26 23:00", {}, beforeDeadline],
    ["was not later than the test's own deadline", "23 22:00", {}, afterRun],
    ["becomes later", "26 23:00", until("28 23:00"), afterRun],
  ])("that %s is not missed", (_, before, after, facts) => {
    expect(warningsOf(until(before), after, facts)).toEqual([]);
  });
});

describe("More time for a student whose test is graded", () => {
  const course = (release: string): CourseFiles => ({
    "course.yaml": `${goodCourse["course.yaml"]}feedback: true\nrelease: { ${release} }\n`,
  });
  const later = { "extensions.csv": "studentId,subject,testId,until\nadam,linux,boot,2026-11-26 23:00\n" };
  const released = course("answers: after extensions");
  const warned = (folder: CourseFiles, facts = afterRun, before: CourseFiles = {}): string[] =>
    warningsOf({ ...folder, ...before }, { ...folder, ...later }, facts);

  test("is warned of once the right answers are released, with test and student", () => {
    const words =
      "linux/boot: adam gets more time although the right answers are released, and nothing hides them from whoever has read them; a test of its own with other questions is safe.";
    expect(warned(released)).toEqual([words]);
    expect(warned(course("answers: after grading"))).toEqual([words]);
  });

  test.each<[string, CourseFiles, PublishFacts, CourseFiles?]>([
    ["before that", released, beforeDeadline],
    ["where nobody ever sees right answers", course("answers: never"), afterRun],
    ["when it had been given before", released, afterRun, later],
    ["when it has passed already", released, { ...afterRun, now: friday }],
  ])("is not warned of %s", (_, folder, facts, before = {}) => {
    expect(warned(folder, facts, before)).toEqual([]);
  });
});

describe("A line of extensions.csv for a test that ends weekly", () => {
  const weekly = boot(/^(opens|deadline): .*\n/gm, "");
  const until = (day: string) => ({
    ...weekly,
    "extensions.csv": `studentId,subject,testId,until\nadam,linux,boot,${day} 23:00\n`,
  });

  test.each(["2020-12-01", "2026-11-23"])(
    "that is not later than its deadline changes nothing: %s",
    (day) => {
      const useless =
        "linux/boot: the line of adam in extensions.csv changes nothing, as the test itself is open until Monday 23 November 2026, 23:00 (Europe/Warsaw); write a later time, or take the line out.";
      expect(warningsOf(weekly, until(day))).toEqual([useless]);
      expect(
        warningsOf(
          { "linux/shell.yaml": goodCourse["linux/boot.yaml"], "linux/boot.yaml": undefined },
          { ...until(day), "linux/shell.yaml": goodCourse["linux/boot.yaml"] },
        ),
      ).toEqual([useless]);
    },
  );

  test("that is later is none of that", () => {
    expect(warningsOf(weekly, until("2026-11-24"))).toEqual([]);
  });
});

test("who comes back onto the list is not graded for the tests that were graded meanwhile", () => {
  const { students } = read({});
  expect(warningsOf({}, {}, { ...afterRun, returning: students })).toEqual([
    "adam, beata are back on the list: what was graded meanwhile (linux/boot) is not graded for them until `bin/trainer grade --again SUBJECT/TEST`.",
  ]);
  expect(warningsOf({}, {}, { ...beforeDeadline, returning: students })).toEqual([]);
});

describe("Settings that stand in the stack", () => {
  test.each([
    ["deadline", "deadline: Monday 23:00", "deadline: Monday 22:00", "the schedule stands"],
    ["mailsPerSecond", "title:", "mailsPerSecond: 14\ntitle:", "the pace of mails stands"],
    ["keepMonths", "title:", "keepMonths: 12\ntitle:", "how long data is kept stands"],
    ["reminders", "title:", "reminders: {}\ntitle:", "the mailing of reminders stands"],
    [
      "release of scores",
      "title:",
      "release: { score: after extensions }\ntitle:",
      "the mailing of scores that wait stands",
    ],
    ["sender", "no-reply@", "tests@", "the right to send mail stands"],
    ["trainer's email", "email: trainer@", "email: ada@", "whom alarms are sent to stands"],
  ])("ask for another deployment when they change: %s", (what, from, to, stands) => {
    expect(warningsOf({}, settings(from, to))).toEqual([
      `course.yaml changes ${what}, and ${stands} in the stack: deploy again, unless you have since (\`npm run deploy -- -c course=DIR\`; on the local region, start it again).`,
    ]);
  });

  test("are named in one sentence, and the others in none", () => {
    const both = settings("title:", "keepMonths: 12\nmailsPerSecond: 14\ntitle:");
    expect(warningsOf({}, both)).toEqual([
      expect.stringMatching(
        /^course\.yaml changes mailsPerSecond, keepMonths, and the pace of mails, how long data is kept stand /,
      ),
    ]);
    expect(warningsOf({}, settings("title:", "scale: 10\ntitle:"))).toEqual([]);
  });
});
