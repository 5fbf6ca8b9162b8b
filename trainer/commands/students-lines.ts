import type { Listed } from "../roster/changes.ts";
import type { NewStudent } from "../roster/merge-entry.ts";
import type { MergedRoster } from "../roster/merge-roster.ts";
import type { StudentsFile } from "../roster/students-file.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** What an import of students came to. */
export interface StudentsImport {
  readonly file: string;
  readonly list: StudentsFile;
  readonly merged: MergedRoster;
  readonly update: boolean;
  readonly dryRun: boolean;
  readonly isWritten: boolean;
}

/** Leaves out passwords and whatever else the other system's file holds. */
export const studentsImportJson = ({ file, list, merged, update }: StudentsImport) => {
  const { added, changed, updatingLines, skipped, others } = merged;
  const imported = added.length + updatingLines;
  return {
    counts: { read: imported + skipped.length, imported, skipped: skipped.length },
    students: added.map(shown),
    changed: changed.map((change) => ({
      ...change,
      isTakenOver: update && !list.unchangeable.has(change.studentId),
    })),
    gone: others.map(shown),
    skipped: skipped.map(({ line, what, why }) => ({ file, line, what, why })),
  };
};

const shown = ({ studentId, email, name, groups }: Listed) => ({
  studentId,
  email,
  name,
  ...(groups && { groups }),
});

/** All are in the JSON. */
const mostShown = 20;

export const studentsImportLines = (done: StudentsImport, { paint }: Terminal): readonly string[] => {
  const { file, list, merged, dryRun, isWritten } = done;
  const { added, skipped } = merged;
  const count = added.length === 1 ? "1 student" : `${added.length} students`;
  const lines = (isLoss: boolean): readonly string[] =>
    atMost(
      skipped
        .filter((line) => line.isLoss === isLoss)
        .map(
          ({ line, what, why }) =>
            `${file}:${line}: ${paint(isLoss ? "attention" : "faint", `${what} ${why}`)}`,
        ),
    );
  return [
    paint("strong", `${dryRun ? "Would add" : "Added"} ${count} to ${list.path}`),
    ...table(added.map((student) => addedCells(student, paint))),
    ...changedLines(done, paint),
    ...lines(false),
    ...lines(true),
    ...goneLines(file, merged.others),
    ...(list.keptAs !== null && isWritten ? [`The file as it was is kept as ${list.keptAs}.`] : []),
  ];
};

const changedLines = (
  { merged, update, dryRun, list }: StudentsImport,
  paint: Terminal["paint"],
): readonly string[] => {
  const { changed } = merged;
  if (changed.length === 0) return [];
  const head = update
    ? `${dryRun ? "Would change" : "Changed"} on the list:`
    : "Otherwise in the file; the list stays as it is (--update takes these over):";
  const cells = changed.map(({ studentId, what, listed, imported }) => {
    const stays =
      update && list.unchangeable.has(studentId) ? "stays: it stands in the earlier system's file" : "";
    return [`  ${studentId}`, what, `${listed || "none"} → ${imported}`, paint("attention", stays)];
  });
  return [paint("attention", head), ...atMost(table(cells))];
};

const goneLines = (file: string, others: readonly Listed[]): readonly string[] => {
  if (others.length === 0) return [];
  const stay = others.length === 1 ? "1 who is" : `${others.length} who are`;
  const ids = others.slice(0, mostShown).map(({ studentId }) => studentId);
  const more = others.length > ids.length ? `, and ${others.length - ids.length} more` : "";
  return [`The list keeps ${stay} not in ${file}: ${ids.join(", ")}${more}.`];
};

const addedCells = (
  { studentId, email, name, groups = [], idMadeOf, idColumn, isAddressMade }: NewStudent,
  paint: Terminal["paint"],
): string[] => [
  `  ${studentId}`,
  email,
  name,
  paint(
    "faint",
    (idMadeOf === null ? `id from "${idColumn}"` : `id made of ${idMadeOf}`) +
      (isAddressMade ? ", address made: look whether it is right before you invite" : "") +
      (groups.length > 0 ? `, in ${groups.join(", ")}` : ""),
  ),
];

const atMost = (lines: readonly string[]): readonly string[] =>
  lines.length <= mostShown
    ? lines
    : [...lines.slice(0, mostShown), `… and ${lines.length - mostShown} lines more (--json has all)`];
