import { listAttempts, readSettings, readTests } from "../../adapters/course-reader.ts";
import { CorruptError, NotFoundError } from "../../adapters/errors.ts";
import { undoneLines } from "../../adapters/runs/undone-lines.ts";
import { readCounting } from "../../adapters/scores/counting-submissions.ts";
import { findGrade, readQuestions } from "../../adapters/scores/marks.ts";
import { readScoreList } from "../../adapters/scores/score-list.ts";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { readJson, readJsonLines } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { readTestKeys } from "../../adapters/tests/test-keys.ts";
import { countAttempts, type TestKeys } from "../../course/grading/counting.ts";
import { type Grade, undone } from "../../course/grading/grade.ts";
import { type Regraded, type RegradePreview, regradePreview } from "../../course/grading/regrade.ts";
import { type Score, scoreOf } from "../../course/grading/score.ts";
import { entryOf } from "../../course/grading/score-list.ts";
import { type Supposed, supposedKey } from "../../course/grading/supposed-key.ts";
import { type Instant, type RunId, type StudentId, testPath } from "../../course/ids.ts";
import { dueRule } from "../../course/run/due.ts";
import type { DueTest, RosterLine } from "../../course/run/run.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { studentSchema } from "../../course/student.ts";
import { refsOf } from "../../course/test-names.ts";
import { namedTests } from "../run/named-tests.ts";
import { TrainerError } from "../trainer-error.ts";

/** Students who are looked at together; each takes some reads. */
const parallelStudents = 16;

interface LookOptions {
  /** Called with how many students have been looked at. */
  readonly onStudents?: (done: number) => void;
}

/** What a grade would say; null: it would be as it is. @throws CorruptError @throws NotFoundError */
type Regrading = (studentId: StudentId, test: DueTest, grade: Grade | null) => Promise<Score | null>;

const regraded = async (
  store: ObjectStore,
  { studentId, name, tests }: RosterLine,
  regrading: Regrading,
): Promise<Regraded[]> => {
  const entries = await readScoreList(store, studentId).catch((error: unknown) => {
    if (error instanceof CorruptError) return [];
    throw error;
  });
  const looked = tests.map(async (test): Promise<Regraded[]> => {
    const { subject, testId } = test;
    const whose = { studentId, name, subject, testId };
    const isByHand = entryOf(entries, test)?.override !== undefined;
    try {
      const grade = await findGrade(store, studentId, refsOf(test));
      const before = grade && scoreOf(grade);
      const after = (await regrading(studentId, test, grade)) ?? before;
      // Who has handed nothing in has no score that could stay the same.
      return before === null && after === null ? [] : [{ ...whose, before, after, isByHand }];
    } catch (error) {
      if (!(error instanceof CorruptError || error instanceof NotFoundError)) throw error;
      return [{ ...whose, before: null, after: null, failure: error.message }];
    }
  });
  return (await Promise.all(looked)).flat();
};

const previewOf = async (
  store: ObjectStore,
  lines: AsyncIterable<RosterLine>,
  regrading: Regrading,
  { onStudents }: LookOptions,
): Promise<RegradePreview> => {
  const all: Regraded[] = [];
  let done = 0;
  for await (const some of mapBounded(lines, parallelStudents, (line) => regraded(store, line, regrading))) {
    all.push(...some);
    done += 1;
    onStudents?.(done);
  }
  return regradePreview(all);
};

async function* linesOf(store: ObjectStore, dueOf: ReturnType<typeof dueRule>): AsyncIterable<RosterLine> {
  for await (const student of readJsonLines(store, keys.roster, studentSchema)) {
    const tests = dueOf(student);
    const { studentId, name, email } = student;
    if (tests.length > 0) yield { studentId, name, email, tests };
  }
}

interface AgainOptions extends LookOptions {
  /** Of a single test: a choice that may be right, before anybody mends the key. */
  readonly supposed?: Supposed | undefined;
}

/** The keys that are published, or as they would be. @throws TrainerError there is no such choice. */
const readKeys = async (
  store: ObjectStore,
  test: DueTest,
  supposed: Supposed | undefined,
): Promise<TestKeys> => {
  const published = await readTestKeys(store, test);
  if (supposed === undefined) return published;
  const { questionId, answerId } = supposed;
  const question = (await readQuestions(store, test)).find((one) => one.questionId === questionId);
  const answerKey = supposedKey(published.answerKey, supposed);
  const isThere = question?.answers.some((choice) => choice.answerId === answerId);
  if (isThere && answerKey !== null) return { ...published, answerKey };
  throw new TrainerError(
    `What would be if "${answerId}" of ${questionId} were right can't be shown, as that is no choice that is right or wrong. Mend the test's file and publish; then the preview goes by that.`,
  );
};

/**
 * What `grade --again` would change now, by the keys that are published. Nothing is written.
 *
 * @param paths tests, such as `linux/boot`.
 * @throws TrainerError naming those that are not published.
 */
export const previewAgain = async (
  store: ObjectStore,
  paths: readonly string[],
  now: Instant,
  options: AgainOptions = {},
): Promise<RegradePreview> => {
  const tests = namedTests(paths, await readTests(store));
  const { scale } = await readSettings(store);
  const keysOf = new Map<string, Promise<TestKeys>>();
  const keysFor = (test: DueTest): Promise<TestKeys> => {
    const path = testPath(test);
    const known = keysOf.get(path) ?? readKeys(store, test, options.supposed);
    keysOf.set(path, known);
    return known;
  };
  const regrading: Regrading = async (studentId, test) => {
    const listed = await Promise.all(refsOf(test).map((ref) => listAttempts(store, studentId, ref)));
    const submissions = await readCounting(store, studentId, test, {
      attempts: listed.flatMap(({ attempts }) => attempts),
      strays: listed.flatMap(({ strays }) => strays),
    });
    if (submissions.length === 0) return null;
    return { ...countAttempts(test.counts, submissions, await keysFor(test)), scale };
  };
  return previewOf(store, linesOf(store, dueRule(tests, [], now)), regrading, options);
};

/**
 * What undoing a run would put back. Nothing is written.
 *
 * @throws NotFoundError when there is no such run, or it has no roster.
 */
export const previewUndo = async (
  store: ObjectStore,
  run: RunId,
  options: LookOptions = {},
): Promise<RegradePreview> => {
  const regrading: Regrading = async (_, __, grade) => grade && undone(grade, run, run);
  const record = await readJson(store, keys.run(run), runRecordSchema);
  return previewOf(store, undoneLines(store, record), regrading, options);
};
