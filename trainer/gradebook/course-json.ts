import type { WholeGradebook } from "../../adapters/gradebook/course-gradebook.ts";
import type { GradebookCell } from "../../course/gradebook/course-gradebook.ts";
import { testPath } from "../../course/ids.ts";

const cellJson = ({ status, score, late, run, dropped, override, graded }: GradebookCell) => ({
  status,
  ...(score !== undefined && { score }),
  ...(late && { late }),
  ...(run !== undefined && { run }),
  ...(dropped && { dropped }),
  ...(override && {
    override: { ...override.value, because: override.because, by: override.by, at: override.at },
  }),
  ...(graded !== undefined && { graded }),
});

/** The course's gradebook as `--json` prints it: a contract, so fields are only added. */
export const courseJson = ({ tests, students }: WholeGradebook) => ({
  tests: tests.map(({ subject, testId, title, deadline, best, weight }) => ({
    ...{ subject, testId, title, deadline, best, weight },
  })),
  students: students.map(({ studentId, name, email, cells, total, outOf, average }) => ({
    ...{ studentId, name, email },
    tests: Object.fromEntries(
      tests.flatMap((test, place) => {
        const cell = cells[place];
        return cell ? [[testPath(test), cellJson(cell)]] : [];
      }),
    ),
    ...{ total, outOf, average },
  })),
});
