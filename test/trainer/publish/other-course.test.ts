import { expect, test } from "@jest/globals";
import { otherCourseLosses } from "../../../trainer/publish/other-course.ts";
import { goodCourse } from "../support/course-files.ts";
import { publishing } from "../support/publishing.ts";

const { cloud, folders } = publishing();

/** The good course under another title or id. */
const courseOf = (title: string, id?: string): string =>
  folders.make({
    "course.yaml": goodCourse["course.yaml"]
      .replace("Evening class", title)
      .replace(/^id: .*\n/m, id === undefined ? "" : `id: ${id}\n`),
    "students.csv": "studentId,email,name\ncelina,celina@example.com,Celina\n",
  });

const publish = (folder: string, ...options: string[]) =>
  cloud().trainer("publish", folder, "--stack", "TestTime-evening-class", ...options);

test("a course without an id and of another title is not published over the one that has the stack", async () => {
  await publish(courseOf("C"));
  const before = await cloud().json("course/settings.json");
  const { code, err } = await publish(courseOf("C++"));
  expect(code).toBe(1);
  expect(err).toContain('What is published here is the course "C" (without an id), and the folder is "C++"');
  expect(await cloud().json("course/settings.json")).toEqual(before);
});

test("a course of another id is not published, but with --yes", async () => {
  await publish(courseOf("C", "c"));
  expect((await publish(courseOf("C", "cc"))).err).toContain('course "C" (c), and the folder is "C" (cc)');
  expect((await publish(courseOf("C", "cc"), "--yes")).code).toBe(0);
  expect(await cloud().json("course/settings.json")).toMatchObject({ id: "cc" });
});

test("a course under a new title is published as ever when its id is the same", async () => {
  await publish(courseOf("C", "c"));
  expect(await publish(courseOf("C, part one", "c"))).toMatchObject({ code: 0, err: "" });
});

test.each([null, "{}", "not JSON"])("nothing is lost where no course is published: %s", (text) => {
  expect(otherCourseLosses({ title: "C" }, text)).toEqual([]);
});
