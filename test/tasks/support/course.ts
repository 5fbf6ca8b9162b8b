import {
  instantSchema,
  type RunId,
  runIdSchema,
  type StudentId,
  studentIdSchema,
  subjectSchema,
  testIdSchema,
} from "../../../course/ids.ts";
import type { DueTest, RosterLine, RunCourse } from "../../../course/run/run.ts";
import type { Profile, Student } from "../../../course/student.ts";
import { answerKeySchema, type Question, questionsSchema, type Test } from "../../../course/test.ts";

export const instant = (text: string) => instantSchema.parse(text);
export const studentId = (text: string): StudentId => studentIdSchema.parse(text);
export const runId = (text: string): RunId => runIdSchema.parse(text);
export const testRef = (testId = "t1", subject = "linux") => ({
  subject: subjectSchema.parse(subject),
  testId: testIdSchema.parse(testId),
});

export const monday = instant("2026-11-23T22:00:00.000Z");
export const mondayRun = runId("2026-11-23T22-00-00Z");

export const settings = {
  title: "Linux evening class",
  trainer: { name: "Ada Nowak", email: "trainer@example.com" },
  sender: "no-reply@example.com",
  timeZone: "Europe/Warsaw",
  deadline: "Monday 23:00",
  scale: 5,
  mailsPerSecond: 1,
};

export const course: RunCourse = {
  title: settings.title,
  trainer: settings.trainer,
  sender: settings.sender,
  timeZone: settings.timeZone,
  scale: settings.scale,
};

export const aTest = (testId = "t1", changes: Partial<Test> = {}): Test => ({
  ...testRef(testId),
  title: `Title of ${testId}`,
  opens: null,
  deadline: monday,
  attemptsAllowed: null,
  ...changes,
});

export const due = (testId = "t1", deadline = monday): DueTest => ({
  ...testRef(testId),
  title: `Title of ${testId}`,
  deadline,
});

export const student = (id: string, changes: Partial<Student> = {}): Student => ({
  studentId: studentId(id),
  email: `${id}@example.com`,
  name: `Name of ${id}`,
  extensions: [],
  ...changes,
});

export const profile = (id: string, changes: Partial<Profile> = {}): Profile => ({
  ...student(id),
  onList: true,
  apiKey: null,
  ...changes,
});

export const rosterLine = (id: string, tests: DueTest[] = [due()]): RosterLine => {
  const { studentId, email, name } = student(id);
  return { studentId, email, name, tests };
};

/** Three questions, q1 to q3, each with the answers a, b and c. */
export const questions: Question[] = questionsSchema.parse(
  ["q1", "q2", "q3"].map((questionId) => ({
    questionId,
    question: `Text of ${questionId}?`,
    answers: ["a", "b", "c"].map((answerId) => ({ answerId, answerBody: `Body of ${answerId}` })),
  })),
);

/** q1 a, q2 b, q3 c. */
export const answerKey = answerKeySchema.parse([
  { questionId: "q1", answer: "a" },
  { questionId: "q2", answer: "b" },
  { questionId: "q3", answer: "c" },
]);
