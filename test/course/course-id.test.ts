import { describe, expect, test } from "@jest/globals";
import {
  type CourseIdentity,
  courseIdSchema,
  idOfTitle,
  isSameCourse,
  newIdFor,
} from "../../course/course-id.ts";

describe("An id", () => {
  test.each(["linux-evening", "2026", "1-8dlwhf", "a".repeat(68)])("may be %s", (id) => {
    expect(courseIdSchema.safeParse(id).success).toBe(true);
  });

  test.each(["", "Linux", "linux evening", "-linux", "linux-", "a--b", "łódź", "a/b", "a".repeat(69)])(
    "may not be %j",
    (id) => {
      expect(courseIdSchema.safeParse(id).success).toBe(false);
    },
  );

  test.each([
    "Linux evening class",
    "Курс 1",
    "日本語",
    "ß".repeat(60),
    `${"a".repeat(59)} b`,
    "Łódź, wieczór",
  ])("comes from each title that has a letter or a digit: %s", (title) => {
    expect(courseIdSchema.safeParse(idOfTitle(title)).success).toBe(true);
    expect(courseIdSchema.safeParse(newIdFor(title)).success).toBe(true);
  });

  test("is proposed with the signs of the title spelled out, so that new courses differ in it", () => {
    const titles = ["Programming in C", "Programming in C++", "Programming in C#", "R&D #2"];
    expect(titles.map(newIdFor)).toEqual([
      "programming-in-c",
      "programming-in-c-plus-plus",
      "programming-in-c-sharp",
      "r-and-d-2",
    ]);
    expect(newIdFor("!?")).toBeNull();
  });
});

describe("A course", () => {
  const c = { title: "Programming in C" };
  const cc = { title: "Programming in C++" };
  const same: [string, CourseIdentity, CourseIdentity][] = [
    ["has the same id under another title", { id: "c", ...c }, { id: "c", ...cc }],
    ["without an id has the same title", c, { ...c }],
    ["gets the id that its title stood for", c, { id: "programming-in-c", ...c }],
    [
      "has a title whose accents are written in two ways",
      { title: "Łódź" },
      { title: "Łódź".normalize("NFD") },
    ],
  ];
  test.each(same)("is the same when it %s", (_, one, other) => {
    expect([isSameCourse(one, other), isSameCourse(other, one)]).toEqual([true, true]);
  });

  const different: [string, CourseIdentity, CourseIdentity][] = [
    ["has another id", { id: "c", ...c }, { id: "cc", ...c }],
    ["without an id has a title that gives the same stack", c, cc],
    ["has the id that the other's title stands for", { id: "programming-in-c", ...cc }, c],
    ["got an id of its own", c, { id: "c", ...c }],
  ];
  test.each(different)("is another one when it %s", (_, one, other) => {
    expect([isSameCourse(one, other), isSameCourse(other, one)]).toEqual([false, false]);
  });
});
