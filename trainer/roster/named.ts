import { nearestOf } from "../../course/nearest.ts";
import { quote } from "../../course/problems.ts";
import type { Student } from "../../course/student.ts";
import { TrainerError } from "../trainer-error.ts";

/** A sentence that proposes the most similar name; empty when none is similar. */
export const didYouMean = (written: string, names: readonly string[]): string => {
  const nearest = nearestOf(written, names);
  return nearest === undefined ? "" : ` Did you mean ${nearest}?`;
};

/** @throws TrainerError when nobody on the list has the id. */
export const namedStudent = <S extends Pick<Student, "studentId">>(id: string, students: readonly S[]): S => {
  const found = students.find(({ studentId }) => studentId === id);
  if (found) return found;
  const ids = students.map(({ studentId }) => studentId);
  throw new TrainerError(`There is no student ${quote(id)} on the list.${didYouMean(id, ids)}`);
};

/** The group's name. @throws TrainerError when nobody is in it. */
export const namedGroup = (
  label: string,
  students: readonly Pick<Student, "groups">[],
): NonNullable<Student["groups"]>[number] => {
  const labels = [...new Set(students.flatMap(({ groups = [] }) => groups))].toSorted();
  if (labels.includes(label)) return label;
  const known =
    labels.length === 0
      ? " No student has one: write a column groups into students.csv, and publish."
      : ` There are: ${labels.join(", ")}.`;
  throw new TrainerError(`Nobody is in the group ${quote(label)}.${didYouMean(label, labels)}${known}`);
};
