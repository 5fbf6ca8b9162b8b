import type { Statement } from "local-region/testing";
import type { Week } from "../weeks/support/week.ts";
import { forgetWhatWasRead } from "./recent.ts";
import { eachRight, nameOf } from "./rights.ts";

interface Found {
  readonly statements: Statement[];
  readonly left: readonly Statement[];
}

const find = (week: Week, logicalId: string, right: RegExp): Found => {
  const found = [...week.region.plan.roles.values()]
    .filter((role) => role.logicalId.startsWith(logicalId))
    .flatMap(({ statements }) =>
      [...eachRight(statements)]
        .filter((each) => right.test(nameOf(each.right)))
        .map(({ left }) => ({ statements, left })),
    );
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  throw new Error(`${logicalId} has ${found.length} rights ${right}, not one.`);
};

/**
 * Lets `act` happen while a role lacks a right.
 *
 * @param logicalId how that of the role begins; CDK ends it with a hash.
 * @param right of the names of its rights this one only.
 */
export const without = async <T>(
  week: Week,
  logicalId: string,
  right: RegExp,
  act: () => Promise<T>,
): Promise<T> => {
  const { statements, left } = find(week, logicalId, right);
  const all = [...statements];
  statements.splice(0, statements.length, ...left);
  forgetWhatWasRead(week);
  try {
    return await act();
  } finally {
    statements.splice(0, statements.length, ...all);
  }
};
