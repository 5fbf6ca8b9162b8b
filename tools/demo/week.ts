import { testPath } from "../../course/ids.ts";
import type { Student } from "../../course/student.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";
import { answersFor, type Performance } from "../class/answers.ts";
import { readInbox } from "../class/evidence.ts";
import { submitOverHttp } from "../class/students.ts";
import { type Stage, spoken } from "./stage.ts";
import { table } from "./story.ts";

/**
 * How many questions each student gets right, by test. Students without an entry hand nothing in; Gaja has an extension for
 * networks/addresses, so she is not missing there yet.
 */
export const rightAnswers: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  adam: { "linux/files": 6, "linux/processes": 6, "linux/reading-code": 5, "networks/addresses": 7 },
  beata: { "linux/files": 3, "linux/processes": 4, "linux/reading-code": 3, "networks/addresses": 5 },
  celina: { "linux/processes": 4 },
  dawid: { "linux/processes": 5 },
  gaja: { "linux/processes": 6 },
  hubert: { "linux/files": 6 },
};

/** They hand in at the last moment, after both reminders. */
const lastMinute: readonly string[] = ["gaja", "celina"];

/** Tests of which a student is reminded, both times. */
export const remindedOf = (
  { studentId, extensions }: Student,
  tests: readonly CourseTest[],
): readonly CourseTest[] =>
  tests.filter((test) => {
    const isSentIn =
      rightAnswers[studentId]?.[testPath(test)] !== undefined && !lastMinute.includes(studentId);
    return !isSentIn && !extensions.some((extension) => testPath(extension) === testPath(test));
  });

const performance = (studentId: string, path: string): Performance => ({
  right: rightAnswers[studentId]?.[path] ?? 0,
});

/** Tuesday to Monday 23:00: what trainer and students do, with the commands and the API that everybody uses. */
export const playWeek = async (stage: Stage): Promise<void> => {
  await publish(stage);
  await allRight(stage);
  await partlyRight(stage);
  await somebodyElse(stage);
  await twice(stage);
  await dayBefore(stage);
  await hoursBefore(stage);
  await leftOut(stage);
};

const publish = async (stage: Stage): Promise<void> => {
  stage.scene("2026-11-17 20:05", "The trainer publishes the course and hands out keys.");
  stage.story.show((await stage.publish()).split("\n"));
  await Promise.all(stage.course.students.map(({ studentId }) => stage.handOutKey(studentId)));
  stage.story.say(`${stage.course.students.length} students have a key each.`);
};

const allRight = async (stage: Stage): Promise<void> => {
  stage.scene("2026-11-18 18:30", "Adam takes all four tests with the bash client. He knows everything.");
  const adam = stage.bashStudent("adam");
  spoken(await adam.configure(), "Adam's configuration");
  stage.story.show(spoken(await adam.list(), "Adam's list").split("\n"));
  for (const path of Object.keys(rightAnswers.adam ?? {})) {
    const test = stage.test(path);
    const said = spoken(await adam.take(test, answersFor(test, performance("adam", path))), `Adam's ${path}`);
    stage.story.show(receiptOf(said));
  }
};

const partlyRight = async (stage: Stage): Promise<void> => {
  stage.scene("2026-11-19 21:10", "Beata submits with the bash client, from a script. She knows part of it.");
  const beata = stage.bashStudent("beata");
  spoken(await beata.configure(), "Beata's configuration");
  for (const path of Object.keys(rightAnswers.beata ?? {})) {
    const test = stage.test(path);
    const ended = await beata.submit(test, answersFor(test, performance("beata", path)));
    stage.story.say(`${path}: ${spoken(ended, `Beata's ${path}`).split("\n")[0]}`);
  }
};

const somebodyElse = async (stage: Stage): Promise<void> => {
  stage.scene("2026-11-20 12:00", "Hubert tries to hand something in as Adam, then as himself.");
  const hubert = stage.accessOf("hubert");
  const test = stage.test("linux/files");
  const answers = answersFor(test, performance("hubert", "linux/files"));
  await expectReply(stage, test, 403, submitOverHttp({ ...hubert, studentId: "adam" }, test, answers));
  await expectReply(stage, test, 200, submitOverHttp(hubert, test, answers));
};

const twice = async (stage: Stage): Promise<void> => {
  const path = "linux/processes";
  const test = stage.test(path);
  stage.scene("2026-11-21 10:00", "Dawid submits once in a hurry, and again after a look into the manual.");
  const dawid = stage.bashStudent("dawid");
  spoken(await dawid.configure(), "Dawid's configuration");
  stage.story.show(
    receiptOf(spoken(await dawid.submit(test, answersFor(test, { right: 2 })), "Dawid's first")),
  );
  stage.scene("2026-11-21 11:30", "Dawid's second submission counts: it is the latest in time.");
  const better = answersFor(test, performance("dawid", path));
  stage.story.show(receiptOf(spoken(await dawid.submit(test, better), "Dawid's second")));
};

const dayBefore = (stage: Stage): Promise<void> =>
  reminded(
    stage,
    "2026-11-22",
    "21:45",
    "A day before the deadline, before the night, students are reminded.",
  );

const hoursBefore = (stage: Stage): Promise<void> =>
  reminded(stage, "2026-11-23", "21:00", "Two hours before the deadline, students are reminded once more.");

/** In the morning an execution plans the day; at its first instant it mails who has not sent in everything. */
const reminded = async (stage: Stage, date: string, time: string, title: string): Promise<void> => {
  const { notices, region } = stage;
  const isOver = notices.next("the day is planned", ({ type }) => type === "WaitStateEntered");
  stage.moveTo(`${date} 07:00`);
  const { executionArn } = await isOver;
  const before = (await readInbox(region.inbox)).length;
  stage.scene(`${date} ${time}`, title);
  await notices.waitFor(
    "all are reminded",
    (event) => event.executionArn === executionArn && event.type === "MapIterationSucceeded",
  );
  const mails = (await readInbox(region.inbox)).slice(before);
  stage.story.show(table(mails.map(({ to, subject }) => [to.join(", "), subject])));
};

const leftOut = async (stage: Stage): Promise<void> => {
  const test = stage.test("linux/processes");
  stage.scene(
    "2026-11-23 22:58",
    "Gaja and Celina submit over plain HTTP at the last moment; Celina leaves two questions out.",
  );
  const gaja = answersFor(test, performance("gaja", "linux/processes"));
  await expectReply(stage, test, 200, submitOverHttp(stage.accessOf("gaja"), test, gaja));
  const celina = answersFor(test, { ...performance("celina", "linux/processes"), leftOut: 2 });
  await expectReply(stage, test, 200, submitOverHttp(stage.accessOf("celina"), test, celina));
  stage.story.say("Ewa has not submitted anything all week.");
};

/** After the deadline, while the run waits for late writes to land. */
export const tooLate = async (stage: Stage): Promise<void> => {
  const test = stage.test("linux/files");
  stage.story.say("Filip tries now.");
  await expectReply(
    stage,
    test,
    410,
    submitOverHttp(stage.accessOf("filip"), test, answersFor(test, { right: 6 })),
  );
};

const expectReply = async (
  { story }: Stage,
  { subject, testId }: CourseTest,
  code: number,
  submission: ReturnType<typeof submitOverHttp>,
): Promise<void> => {
  const reply = await submission;
  story.say(`${subject}/${testId}: ${reply.code} ${String(reply.body)}`);
  if (reply.code === code) return;
  throw new Error(`The API answered ${reply.code} where ${code} was expected: ${String(reply.body)}`);
};

/** The last lines that the client prints, without the place in a home folder that the demo removes. */
const receiptOf = (said: string): string[] => {
  const lines = said.split("\n");
  return lines.slice(lines.lastIndexOf("Receipt") - 1).filter((line) => !line.startsWith("Kept in "));
};
