import { deadlineFor } from "../deadlines/deadline.ts";
import { type Instant, testPath } from "../ids.ts";
import { accessTo } from "../open-tests.ts";
import type { Student } from "../student.ts";
import type { Test } from "../test.ts";
import type { Notice } from "./notice.ts";
import { dateOf } from "./notice-plan.ts";
import type { Remind } from "./notices-run.ts";

/** The reminders by hand for a student: of the wanted tests, those that are open to the student. */
export const remindedByHand = (
  tests: readonly Test[],
  { tests: meant, studentId: only, group }: Remind,
  at: Instant,
  timeZone: string,
): ((student: Pick<Student, "studentId" | "extensions" | "groups">) => Notice[]) => {
  const day = dateOf(at, timeZone);
  const paths = meant && new Set(meant.map(testPath));
  const wanted = tests.filter((test) => paths === undefined || paths.has(testPath(test)));
  const isMeant = ({ studentId, groups = [] }: Pick<Student, "studentId" | "groups">): boolean =>
    (only === undefined || only === studentId) && (group === undefined || groups.includes(group));
  return ({ extensions, ...student }) =>
    !isMeant(student)
      ? []
      : wanted
          .filter((test) => accessTo(test, extensions, at) === "open")
          .map((test) => {
            const { subject, testId, title, renamedFrom } = test;
            const deadline = deadlineFor(test, extensions);
            const about = { subject, testId, title, deadline, ...(renamedFrom && { renamedFrom }) };
            return { kind: "by-hand", day, ...about } as const;
          });
};
