import { jestExpect } from "@jest/expect";

/** A test whose function can be called again and again: it keeps nothing, and no hook stands around it. */
export interface PureTest {
  /** Its file and its place in it, such as `test/course/ids.test.ts:3`. */
  readonly id: string;
  readonly name: string;
  readonly run: () => unknown;
}

type Body = (...row: never[]) => unknown;
type Collect = (title: string, body: Body) => void;

let file = "";
let titles: readonly string[] = [];
let collected: PureTest[] = [];

const rowOf = (row: unknown): never[] => (Array.isArray(row) ? row : [row]) as never[];

/** Jest's own `each`, for tables that are arrays: the only ones that the types of `@jest/globals` let through here. */
const eachOf =
  (collect: Collect) =>
  (table: readonly unknown[]) =>
  (title: string, body: Body): void => {
    const isTable = table.every(Array.isArray);
    for (const [number, row] of table.entries())
      collect(`${title} [${number}]`, () => body(...(isTable ? rowOf(row) : ([row] as never[]))));
  };

const collectTest: Collect = (title, body) => {
  const run = (): unknown => body();
  collected.push({ id: `${file}:${collected.length}`, name: [...titles, title].join(" "), run });
};

const collectGroup: Collect = (title, body) => {
  const outside = titles;
  titles = [...titles, title];
  body();
  titles = outside;
};

/** Stands in for `@jest/globals`, which has more than these: a test that needs more is not pure, and fails to load. */
export const expect = jestExpect;
export const test = Object.assign(collectTest, { each: eachOf(collectTest) });
export const describe = Object.assign(collectGroup, { each: eachOf(collectGroup) });

/** @param path of the test file, as its tests are to be named */
export const collectTests = async (
  path: string,
  importFile: () => Promise<unknown>,
): Promise<readonly PureTest[]> => {
  file = path;
  titles = [];
  collected = [];
  await importFile();
  return collected;
};
