import { forEachBounded } from "../../adapters/storage/bounded.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { lastDeadlineOf } from "../../course/deadlines/last-deadline.ts";
import type { Instant } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Student } from "../../course/student.ts";
import { refsOf } from "../../course/test-names.ts";
import type { Course } from "../course-folder/course.ts";
import { weeklyDeadlineAfter } from "../course-folder/wall-time.ts";
import { openSinceOf } from "../notices/open-since.ts";
import { indexEntry, type Plan, type PlannedTest } from "./plan.ts";
import {
  type AgingStore,
  mendProfile,
  parallelWrites,
  renewProfiles,
  takeOffList,
  writeProfile,
} from "./profiles.ts";
import type { Published } from "./published.ts";
import { marked, publishedMeanwhile } from "./publishing-mark.ts";
import { recordRemoved } from "./removed.ts";
import { writeSuperseded } from "./superseded.ts";

/** The course's bucket, which also knows when it took an object. */
export interface PublishStore extends AgingStore {
  modifiedAt(key: string): Promise<Instant>;
  /** The bucket's own time, to the second. */
  now(): Promise<Instant>;
}

/**
 * Carries out a plan. Objects are written before the index that names them. The next publishing compares with the index,
 * so it repairs one that was cut short. Profiles are written under a mark, because the next publishing may be of another
 * folder than the one that was cut short.
 */
export const upload = async (
  store: PublishStore,
  course: Course,
  published: Published,
  plan: Plan,
  onUploaded: OnUploaded = () => undefined,
): Promise<void> => {
  const countUploaded = counter(onUploaded, uploads(plan));
  if (plan.settings.change !== "unchanged") await store.put(keys.settings, plan.settings.text);
  await uploadTests(store, course, published, plan, countUploaded);
  await uploadStudents(store, published, plan, countUploaded);
  if (course.settings.keepMonths !== undefined) await renewProfiles(store, unchangedStudents(plan));
};

const unchangedStudents = ({ students }: Plan): Student[] =>
  students.filter(({ change }) => change === "unchanged").map(({ student }) => student);

/** Called with how many tests and students, of how many, are uploaded. */
export type OnUploaded = (done: number, total: number) => void;

const uploads = ({ tests, students, removedStudents, doubtful }: Plan): number =>
  [...tests, ...students].filter(({ change }) => change !== "unchanged").length +
  removedStudents.length +
  (doubtful ? doubtful.listed.length + doubtful.unlisted.length : 0);

const counter = (onUploaded: OnUploaded, total: number) => {
  let done = 0;
  return (): void => {
    done += 1;
    onUploaded(done, total);
  };
};

const uploadTests = async (
  store: PublishStore,
  course: Course,
  published: Published,
  plan: Plan,
  countUploaded: () => void,
): Promise<void> => {
  const changed = plan.tests.filter(({ change }) => change !== "unchanged");
  const isIndexSame = plan.removedTests.length === 0 && !plan.haveLastDeadlinesMoved;
  if (changed.length === 0 && isIndexSame) return;
  const now = await store.now();
  const listed = new Set<PlannedTest>();
  await forEachBounded(changed, parallelWrites, async (planned) => {
    const { test, questions, answerKey } = planned;
    if (plan.hasTestLists && (await isNew(store, planned))) listed.add(planned);
    await writeSuperseded(store, planned, now);
    await store.put(keys.answerKey(test), answerKey);
    await store.put(keys.questions(test), questions);
    countUploaded();
  });
  const index = [];
  for (const planned of plan.tests) {
    const deadline = planned.deadline ?? (await deadlineFromNow(store, course, planned));
    const lastDeadline = lastDeadlineOf({ ...planned.test, deadline }, plan.latestExtensions);
    const openSince = openSinceOf(planned, published, now);
    const isListed = listed.has(planned) || planned.before?.test.isListed;
    index.push(
      indexEntry(planned.test, deadline, { lastDeadline, openSince, ...(isListed && { isListed }) }),
    );
  }
  await replaceIndex(store, keys.tests, JSON.stringify(index), published.testsEtag);
};

/** Nobody can have handed it in yet. A test that was removed and is put back has its questions still there. */
const isNew = async (store: ObjectStore, { test, before }: PlannedTest): Promise<boolean> => {
  if (before !== undefined) return false;
  const stored = await Promise.all(refsOf(test).map((ref) => store.get(keys.questions(ref))));
  return stored.every((one) => one === null);
};

/** The moment of publishing is when the bucket took the questions: this machine's clock may be wrong. */
const deadlineFromNow = async (
  store: PublishStore,
  { settings }: Course,
  { test }: PlannedTest,
): Promise<Instant> => {
  const publishedAt = await store.modifiedAt(keys.questions(test));
  return weeklyDeadlineAfter(publishedAt, { timeZone: settings.timeZone, weekly: settings.deadline });
};

const uploadStudents = async (
  store: ObjectStore,
  published: Published,
  plan: Plan,
  countUploaded: () => void,
): Promise<void> => {
  const changed = plan.students.filter(({ change }) => change !== "unchanged");
  const { removedStudents, doubtful, isRosterReordered } = plan;
  if (changed.length + removedStudents.length === 0 && !isRosterReordered && doubtful === null) return;
  const unlisted = [...removedStudents, ...(doubtful?.unlisted ?? [])];
  await marked(store, published.mark, async () => {
    await forEachBounded(changed, parallelWrites, ({ student }) =>
      writeProfile(store, student).then(countUploaded),
    );
    await forEachBounded(doubtful?.listed ?? [], parallelWrites, (s) =>
      mendProfile(store, s).then(countUploaded),
    );
    await forEachBounded(unlisted, parallelWrites, (id) => takeOffList(store, id).then(countUploaded));
    const roster = plan.students.map(({ student }) => `${JSON.stringify(student)}\n`).join("");
    await replaceIndex(store, keys.roster, roster, published.rosterEtag);
    const listed = new Set(plan.students.map(({ student }) => student.studentId));
    await recordRemoved(store, unlisted, listed);
  });
};

const replaceIndex = async (
  store: ObjectStore,
  key: string,
  text: string,
  etag: string | null,
): Promise<void> => {
  const isWritten = etag === null ? await store.create(key, text) : await store.replace(key, text, etag);
  if (!isWritten) throw publishedMeanwhile(key);
};
