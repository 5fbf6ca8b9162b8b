import { looseId } from "../../course/ids.ts";
import type { Change, Listed } from "./changes.ts";
import {
  type Known,
  type MergeOptions,
  type Merging,
  type NewStudent,
  outcomeOf,
  type Skipped,
} from "./merge-entry.ts";
import type { RosterEntry } from "./roster-entries.ts";
import { isStudentId, UsedIds } from "./student-id.ts";

export interface MergedRoster {
  readonly added: readonly NewStudent[];
  /** What the list says otherwise of students on the course's list, each once. */
  readonly changed: readonly Change[];
  /** Lines of the file whose changes the course's list takes over. */
  readonly updatingLines: number;
  readonly skipped: readonly Skipped[];
  /** Listed before, and not in the file. They stay. */
  readonly others: readonly Listed[];
}

/**
 * Finds who in another system's list is new to a course, and what it says otherwise of those on the course's list. They
 * keep their id, and, unless the list is to be updated, name, address and groups: nobody is ever removed.
 */
export const mergeRoster = (
  listed: readonly Listed[],
  entries: readonly RosterEntry[],
  options: MergeOptions,
): MergedRoster => {
  const merging = beginning(listed, entries, options);
  const added: NewStudent[] = [];
  const changes = new Map<string, Change>();
  const skipped: Skipped[] = [];
  const met = new Set<string>();
  let updatingLines = 0;
  for (const outcome of entries.map((entry) => outcomeOf(entry, merging))) {
    if (outcome.kind === "new") {
      added.push(outcome.student);
      continue;
    }
    for (const studentId of outcome.met) met.add(studentId);
    // A list that has a line for each piece of work says the same on each.
    for (const change of outcome.changes) changes.set(`${change.studentId} ${change.what}`, change);
    if (outcome.kind === "skipped") skipped.push(outcome.skipped);
    else updatingLines += 1;
  }
  const others = listed.filter(({ studentId }) => !met.has(studentId));
  return { added, changed: [...changes.values()], updatingLines, skipped, others };
};

const beginning = (
  listed: readonly Listed[],
  entries: readonly RosterEntry[],
  options: MergeOptions,
): Merging => {
  // An id that is made here must not be the id of somebody further below.
  const own = entries.flatMap(({ id }) => (isStudentId(id) ? [id] : []));
  const onList = listed.map(
    ({ studentId, email, name, groups }): Known => ({ studentId, email, name, groups }),
  );
  return {
    ...options,
    byEmail: new Map(onList.map((student) => [student.email.toLowerCase(), student])),
    byId: new Map(onList.map((student) => [student.studentId, student])),
    listedByLooseId: new Map(onList.map((student) => [looseId(student.studentId), student])),
    used: new UsedIds([...listed.map(({ studentId }) => studentId), ...own]),
  };
};
