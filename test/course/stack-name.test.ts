import { describe, expect, test } from "@jest/globals";
import { stackNameFor } from "../../course/stack-name.ts";

describe("A course's stack", () => {
  test.each([
    ["Linux evening class", "TestTime-linux-evening-class"],
    ["  C++ & Rust: part 2!  ", "TestTime-c-rust-part-2"],
    ["Łódź, wieczór", "TestTime-lodz-wieczor"],
  ])("is named after its title: %s", (title, name) => {
    expect(stackNameFor(title)).toBe(name);
  });

  test.each([
    ["Курс 1", "Тест 1"],
    ["日本語", "中文"],
    [`${"a".repeat(100)} one`, `${"a".repeat(100)} two`],
  ])("is another one for %s than for %s", (one, other) => {
    expect(stackNameFor(one)).not.toBe(stackNameFor(other));
  });

  test.each(["Курс 1", "日本語", "a".repeat(120), "!?", "-"])(
    "has a name that CloudFormation takes: %s",
    (title) => {
      expect(stackNameFor(title)).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,89}$/);
    },
  );
});
