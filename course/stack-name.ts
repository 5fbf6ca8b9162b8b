import { type CourseIdentity, idOfTitle } from "./course-id.ts";

const prefix = "TestTime";

/**
 * Name of the CloudFormation stack of a course, `TestTime-linux-evening` for the id `linux-evening`. A course without an id
 * has the stack that its title always named.
 */
export const stackNameFor = ({ id, title }: CourseIdentity): string =>
  [prefix, id ?? idOfTitle(title)].filter((part) => part !== "").join("-");

/** The id of the course whose stack that is; null: it is no course's, or one's without an id and with a title without letters. */
export const idOfStack = (stackName: string): string | null =>
  stackName.startsWith(`${prefix}-`) ? stackName.slice(prefix.length + 1) : null;
