import { type CourseIdentity, idOfTitle } from "./course-id.ts";

/**
 * Name of the CloudFormation stack of a course, `TestTime-linux-evening` for the id `linux-evening`. A course without an id
 * has the stack that its title always named.
 */
export const stackNameFor = ({ id, title }: CourseIdentity): string =>
  ["TestTime", id ?? idOfTitle(title)].filter((part) => part !== "").join("-");
