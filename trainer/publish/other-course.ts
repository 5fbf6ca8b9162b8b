import { type CourseIdentity, isSameCourse, nameOfCourse } from "../../course/course-id.ts";
import { settingsSchema } from "../../course/settings.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";

/**
 * What is lost when a folder is published into the data of another course: a sentence, or nothing.
 *
 * @param published text of the published settings; null: there are none yet.
 */
export const otherCourseLosses = (folder: CourseIdentity, published: string | null): string[] => {
  const kept = settingsSchema.safeParse(jsonOrUndefined(published)).data;
  if (!kept || isSameCourse(kept, folder)) return [];
  const remedy =
    folder.id === undefined
      ? "If it is another course, give it an `id:` of its own in course.yaml and deploy it; if it is the same one under a new title, go on, and with an `id:` you are not asked again."
      : "If it is another course, choose its own stack, or deploy it; if it is the same one under a new id or title, go on.";
  return [
    `What is published here is the course ${nameOfCourse(kept)}, and the folder is ${nameOfCourse(folder)}: its students and tests would take the place of those that are there. ${remedy}`,
  ];
};
