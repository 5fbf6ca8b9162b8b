import { stringify as toYaml } from "yaml";
import { type CourseIdentity, idOfTitle, losesSigns, newIdFor } from "../../course/course-id.ts";
import { stackNameFor } from "../../course/stack-name.ts";
import type { Problems } from "./problems.ts";

/**
 * Tells the trainer of a course without an id which line to add. With that line the course keeps the stack that its title
 * names now, and so all its data.
 */
export const warnOfMissingId = (file: string, course: CourseIdentity, problems: Problems): void => {
  if (course.id === undefined) problems.warn(file, 1, missingId(course));
};

const missingId = (course: CourseIdentity): string => {
  const stack = stackNameFor(course);
  const id = idOfTitle(course.title);
  const why = `has no id, so its title names its stack and its data (${stack}): with a new title, commands would find another stack, without the class`;
  if (id === "") {
    return `${why}, and every title without letters and digits names this stack. Add a line such as ${lineFor("my-course")}; what is in the stack already is reached with --stack ${stack}`;
  }
  const advice = `${why}. Add the line ${lineFor(id)}, and everything stays where it is`;
  const another = losesSigns(course.title) ? newIdFor(course.title) : null;
  if (another === null || another === id) return advice;
  return `${advice}; but if this course is not deployed yet and another course has this id (titles that differ only in signs get the same one), add ${lineFor(another)}`;
};

/** Quoted where YAML would read a number or the like: `id: "2026"`. */
const lineFor = (id: string): string => `\`${toYaml({ id }).trim()}\``;
