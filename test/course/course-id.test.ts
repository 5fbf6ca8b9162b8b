import { describe, expect, test } from "@jest/globals";
import {
  type CourseIdentity,
  courseIdSchema,
  idOfTitle,
  isSameCourse,
  losesSigns,
  nameOfCourse,
  newIdFor,
} from "../../course/course-id.ts";
import { idOfStack, stackNameFor } from "../../course/stack-name.ts";

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

  test("that is none is told what one is made of", () => {
    expect(courseIdSchema.safeParse("Linux").error?.issues[0]?.message).toBe(
      'must be made of small letters a to z, digits and hyphens between them, such as "linux-evening"',
    );
  });

  test.each([
    ["Łđøßæœı", "ldossaeoei"],
    ["Zażółć gęślą jaźń", "zazolc-gesla-jazn"],
    ["\u201eC\u201d \u2013 part\u00a02", "c-part-2"],
    ["a".repeat(60), "a".repeat(60)],
    [" \u00a0\ufeffLinux\n", "linux"],
    ["", ""],
  ])("is made of a title letter by letter, without a hash where none is lost: %j", (title, id) => {
    expect(idOfTitle(title)).toBe(id);
  });

  test.each([
    ["a".repeat(61), /^a{60}-[0-9a-z]{1,7}$/],
    [`linux ${"x".repeat(60)}`, /^linux-x{54}-[0-9a-z]{1,7}$/],
    [`${"a".repeat(59)} bc`, /^a{59}-[0-9a-z]{1,7}$/],
    ["Linux Ж", /^linux-[0-9a-z]{1,7}$/],
  ])("is made of what fits of a title, with a hash of the whole: %j", (title, form) => {
    expect(idOfTitle(title)).toMatch(form);
    expect(idOfTitle(`\ufeff ${title}\u00a0`)).toBe(idOfTitle(title));
  });

  test("loses the signs that titles differ in, which a proposed id spells out", () => {
    const signs = ["C++", "C#", "R&D", "A*", "user@host", "100 %", "1 < 2", "5 €"];
    expect(signs.filter((title) => !losesSigns(title))).toEqual([]);
    expect(["Linux evening class", "Łódź, wieczór", "C: part 2", "(I)"].filter(losesSigns)).toEqual([]);
  });

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
    ["has a title with blanks around it", c, { title: ` ${c.title}\n` }],
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

  test("is named by its title, and its id or that it has none", () => {
    expect(nameOfCourse({ id: "linux-evening", title: "Linux" })).toBe('"Linux" (linux-evening)');
    expect(nameOfCourse({ title: "Linux" })).toBe('"Linux" (without an id)');
  });
});

describe("A course's stack", () => {
  test("is named after the course's id, whatever its title", () => {
    expect(stackNameFor({ id: "linux-evening", title: "Linux evening class" })).toBe(
      "TestTime-linux-evening",
    );
  });

  test.each([
    ["Linux evening class", "TestTime-linux-evening-class"],
    ["  C++ & Rust: part 2!  ", "TestTime-c-rust-part-2"],
    ["Łódź, wieczór", "TestTime-lodz-wieczor"],
    ["Курс 1", "TestTime-1-8dlwhf"],
    ["-", "TestTime"],
  ])("is named after the title of a course without an id, as it always was: %s", (title, name) => {
    expect(stackNameFor({ title })).toBe(name);
  });

  test.each(["Linux evening class", "Łódź, wieczór", "Курс 1", "日本語", "2026", "a".repeat(120), "C++"])(
    "stays the same when the title's id is written down: %s",
    (title) => {
      expect(stackNameFor({ id: idOfTitle(title), title: "Another" })).toBe(stackNameFor({ title }));
    },
  );

  test.each([
    ["Курс 1", "Тест 1"],
    ["日本語", "中文"],
    [`${"a".repeat(100)} one`, `${"a".repeat(100)} two`],
  ])("is another one for %s than for %s", (one, other) => {
    expect(stackNameFor({ title: one })).not.toBe(stackNameFor({ title: other }));
  });

  test.each(["Курс 1", "日本語", "a".repeat(120), "!?", "-"])(
    "has a name that CloudFormation takes: %s",
    (title) => {
      expect(stackNameFor({ title })).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,89}$/);
    },
  );

  test.each([
    ["TestTime-linux-evening", "linux-evening"],
    ["TestTime-1", "1"],
    ["TestTime", null],
    ["My-TestTime-linux", null],
    ["linux-TestTime-", null],
  ])("says the id of its course: %s", (stackName, id) => {
    expect(idOfStack(stackName)).toBe(id);
  });
});
