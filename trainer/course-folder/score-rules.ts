import { counted } from "../../course/counted.ts";
import { weightOf } from "../../course/gradebook/totals.ts";
import { type TestRef, testPath } from "../../course/ids.ts";
import { nearestOf } from "../../course/nearest.ts";
import { quote } from "../../course/problems.ts";
import type { Settings } from "../../course/settings.ts";
import type { Problems } from "./problems.ts";
import type { Tree } from "./tree.ts";

type Tests = readonly TestRef[];

/** Weights and dropped scores that are surely mistakes: for unknown names, or so that nothing counts. */
export const checkScoreRules = (settings: Settings, tree: Tree, tests: Tests, problems: Problems): void => {
  if (tests.length === 0) return;
  const add = (path: readonly string[], message: string): void =>
    problems.add(tree.file, tree.lineOf(path), message);
  const warn = (path: readonly string[], message: string): void =>
    problems.warn(tree.file, tree.lineOf(path), message);
  checkWeights(settings, tests, add);
  checkDrop(settings, tests, add, warn);
};

type Add = (path: readonly string[], message: string) => void;

const subjectsOf = (tests: Tests): string[] => [...new Set(tests.map(({ subject }) => subject))];

const unknownName = (name: string, kind: string, names: readonly string[]): string => {
  const nearest = nearestOf(name, names);
  return `${quote(name)} is no ${kind} of this course${nearest === undefined ? "" : `; is it ${quote(nearest)}?`}`;
};

const checkWeights = (settings: Settings, tests: Tests, add: Add): void => {
  const { weights } = settings;
  if (weights === undefined) return;
  const names = [...subjectsOf(tests), ...tests.map(testPath)];
  for (const name of Object.keys(weights)) {
    if (!names.includes(name))
      add(["weights", name], `weights: ${unknownName(name, "subject or test", names)}`);
  }
  if (tests.every((test) => weightOf(test, settings) === 0)) {
    add(["weights"], "weights: every test has the weight 0, so nothing would count");
  }
};

/**
 * A course to which a test is added each week begins with one, so as many dropped scores as tests are only remarked on:
 * one score always counts.
 */
const checkDrop = ({ drop }: Settings, tests: Tests, add: Add, warn: Add): void => {
  if (drop === undefined) return;
  const check = (path: readonly string[], dropped: number, count: number, where: string): void => {
    const what = `${path.join(".")} is ${dropped}, and ${where} has ${counted(count, "test")}`;
    if (dropped > count) add(path, `${what}: drop no more than there are, and raise it as tests come`);
    else if (dropped === count && dropped > 0) warn(path, `${what}: one always counts`);
  };
  if (typeof drop === "number") {
    check(["drop"], drop, tests.length, "the course");
    return;
  }
  const subjects = subjectsOf(tests);
  for (const [subject, dropped] of Object.entries(drop)) {
    const path = ["drop", subject];
    const count = tests.filter((test) => test.subject === subject).length;
    if (count === 0) add(path, `drop: ${unknownName(subject, "subject", subjects)}`);
    else check(path, dropped, count, subject);
  }
};
