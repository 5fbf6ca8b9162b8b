import { stringify as toYaml } from "yaml";
import { type CourseIdentity, idOfTitle, losesSigns, newIdFor } from "../../course/course-id.ts";
import { stackNameFor } from "../../course/stack-name.ts";
import type { Problems } from "./problems.ts";

/**
 * Tells a trainer whose course has no id which line gives it one. With the line the course keeps the stack that its title
 * names, and with it all data: nothing moves.
 */
export const warnOfMissingId = (file: string, course: CourseIdentity, problems: Problems): void => {
  if (course.id === undefined) problems.warn(file, 1, missingId(course));
};

const missingId = (course: CourseIdentity): string => {
  const stack = stackNameFor(course);
  const id = idOfTitle(course.title);
  const why = `has no id, so its title names its stack and its data (${stack}): with another title the class would be out of sight`;
  if (id === "") {
    return `${why}, and every title without letters and digits names this stack. Add a line such as ${lineFor("my-course")}; what is in the stack already is reached with --stack ${stack}`;
  }
  const advice = `${why}. Add the line ${lineFor(id)}, and everything stays where it is`;
  const another = losesSigns(course.title) ? newIdFor(course.title) : null;
  if (another === null || another === id) return advice;
  return `${advice}; but if another course has this id, as titles that differ in signs only have the same, and nothing of this one is deployed yet, add ${lineFor(another)}`;
};

/** Quoted where YAML would read a number or the like: `id: "2026"`. */
const lineFor = (id: string): string => `\`${toYaml({ id }).trim()}\``;
