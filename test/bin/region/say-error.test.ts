import { expect, test } from "@jest/globals";
import { OtherStackError } from "local-region";
import { sayError } from "../../../bin/region/say-error.ts";

test("a data folder of another course is refused by the names of both, with the line for a course that got a new title", () => {
  const error = new OtherStackError({ data: "/d", kept: "TestTime-linux", asked: "TestTime-linux-2" });
  expect(sayError(error)).toBe(
    "/d holds another course, linux, and this is linux-2; nothing was changed. Every course has a data folder of its own: choose another with --data. If it is the same course under another title, add `id: linux` to its course.yaml.",
  );
});

test("a stack that is no course's is named as it is", () => {
  const error = new OtherStackError({ data: "/d", kept: "Shop", asked: "TestTime-linux" });
  expect(sayError(error)).toContain("/d holds another course, that of the stack Shop, and this is linux;");
});
