import { findAppeal, pointedAt } from "../../adapters/appeals.ts";
import { findProfile, readTests } from "../../adapters/course-reader.ts";
import { CorruptError } from "../../adapters/errors.ts";
import { readMarks } from "../../adapters/scores/marks.ts";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { MarkedQuestion } from "../../course/api/marked-question.ts";
import type { Appeal } from "../../course/appeals/appeal.ts";
import { type AppealRef, appealId } from "../../course/appeals/appeal-ref.ts";
import type { AppealList, ListedAppeal } from "../../course/appeals/listed-appeal.ts";
import { answerText } from "../../course/questions/answer.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Test } from "../../course/test.ts";
import { refsOf, testOf } from "../../course/test-names.ts";

const parallelReads = 16;

const everything = { score: "now", marks: "now", answers: "now" } as const;

/** The texts of a mark in their other forms, where there are any. */
const renderedIn = (mark: MarkedQuestion | undefined): Pick<ListedAppeal["about"], "html" | "plain"> => {
  const { questionHtml, givenHtml, rightHtml, plain } = mark ?? {};
  const html = {
    ...(questionHtml !== undefined && { question: questionHtml }),
    ...(givenHtml !== undefined && { given: givenHtml }),
    ...(rightHtml !== undefined && { right: rightHtml }),
  };
  return { ...(Object.keys(html).length > 0 && { html }), ...(plain && { plain }) };
};

const markedIn = ({ isRight, earned, of, ...mark }: MarkedQuestion) => ({
  isRight,
  ...(earned !== undefined && { earned }),
  ...(of !== undefined && { of }),
  ...(mark.void && { void: mark.void }),
});

/** The appeal with the question as it is now, and the student's answer as it is graded now. */
export const describeAppeal = async (
  store: ObjectStore,
  appeal: Appeal,
  tests: readonly Test[],
): Promise<ListedAppeal> => {
  const { studentId, questionId } = appeal;
  const test = testOf(appeal, tests);
  const named = test ?? appeal;
  const [profile, marks] = await Promise.all([
    findProfile(store, studentId),
    readMarks(store, { studentId, test: named, gradeRefs: refsOf(named) }, everything),
  ]);
  const mark = marks?.find((one) => one.questionId === questionId);
  const right = answerText(mark?.right, mark?.rightText);
  return {
    appeal,
    about: {
      id: appealId(appeal),
      name: profile?.name ?? studentId,
      title: test?.title ?? appeal.testId,
      ...(mark?.question !== undefined && { question: mark.question }),
      given: answerText(mark?.given, mark?.givenText) ?? null,
      ...(mark && markedIn(mark)),
      ...(right !== undefined && { right }),
      ...renderedIn(mark),
    },
  };
};

export interface AppealListOptions {
  /** The answered ones too. */
  readonly all: boolean;
  /** Most to read. */
  readonly most: number;
}

/** The appeals that wait for an answer, or all, the oldest first. One that can't be read hides no other. */
export const listAppeals = async (
  store: ObjectStore,
  { all, most }: AppealListOptions,
): Promise<AppealList> => {
  const tests = await readTests(store);
  const listed = new Map<string, ListedAppeal>();
  const unreadable: string[] = [];
  let isCut = false;
  const take = async function* (): AsyncIterable<AppealRef> {
    let count = 0;
    for (const prefix of [keys.openAppeals, ...(all ? [keys.answeredAppeals] : [])]) {
      for await (const ref of pointedAt(store, prefix)) {
        isCut = count >= most;
        if (isCut) return;
        count += 1;
        yield ref;
      }
    }
  };
  const read = async (ref: AppealRef): Promise<ListedAppeal | null> => {
    try {
      const appeal = await findAppeal(store, ref);
      const isWanted = appeal !== null && (all || appeal.status === "open");
      return isWanted ? await describeAppeal(store, appeal, tests) : null;
    } catch (error) {
      if (!(error instanceof CorruptError)) throw error;
      unreadable.push(`${appealId(ref)}: ${error.message}`);
      return null;
    }
  };
  for await (const one of mapBounded(take(), parallelReads, read)) if (one) listed.set(one.about.id, one);
  const appeals = [...listed.values()].toSorted((a, b) => (a.appeal.at < b.appeal.at ? -1 : 1));
  return { appeals, isCut, unreadable: unreadable.toSorted() };
};
