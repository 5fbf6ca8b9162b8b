import { type CourseIdentity, idOfTitle } from "./course-id.ts";

const prefix = "TestTime";

/**
 * Name of a course's CloudFormation stack, `TestTime-linux-evening` for the id `linux-evening`. For a course without an id, the
 * title names the stack.
 */
export const stackNameFor = ({ id, title }: CourseIdentity): string =>
  [prefix, id ?? idOfTitle(title)].filter((part) => part !== "").join("-");

/** The id of the stack's course; null: no course's stack, or the course has no id and its title has no letters. */
export const idOfStack = (stackName: string): string | null =>
  stackName.startsWith(`${prefix}-`) ? stackName.slice(prefix.length + 1) : null;
