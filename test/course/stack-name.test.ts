import { describe, expect, test } from "@jest/globals";
import { idOfTitle } from "../../course/course-id.ts";
import { stackNameFor } from "../../course/stack-name.ts";

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
});
