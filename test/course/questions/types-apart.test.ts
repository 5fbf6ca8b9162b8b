import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { markingFor } from "../../../course/questions/markings.ts";
import { answerKeyEntrySchema, questionSchema } from "../../../course/questions/schemas.ts";
import { typeOf } from "../../../course/questions/types.ts";
import { typeNames } from "../../../web/student/questions/type-names.ts";
import { viewOf } from "../../../web/student/questions/types.ts";

/** The types beside that without a name, by the values of `type`. */
const names =
  readFileSync("course/questions/schemas.ts", "utf8")
    .match(/(?<=from "\.\/)\w+(?=\/schema)/g)
    ?.filter((name) => name !== "single") ?? [];

/** What imports and exports has shapes of its own, of other systems' questions. */
const sources = globSync([
  "{adapters,bin,course,lib,tasks,tools,trainer,web,workflows}/**/*.{ts,tsx}",
]).filter(
  (file) =>
    !/(?:^|\/)questions\//.test(file) && !/^trainer\/(?:import\/|export\/|commands\/import-)/.test(file),
);

/** A comparison of a question's type, or one of the types' names as a text. */
const asksForAType = new RegExp(
  String.raw`\btype\b\s*(?:===|!==|==|!=)\s*["'](?:${names.join("|")})["']|case ["'](?:${names.join("|")})["']`,
);

describe("Question types", () => {
  test("are asked for by nothing outside the folders of the types", () => {
    expect(names.length).toBeGreaterThanOrEqual(5);
    expect(sources.length).toBeGreaterThan(300);
    const asking = sources.filter((file) => asksForAType.test(readFileSync(file, "utf8")));
    // Of an XML node, of a token of Markdown.
    expect(asking.filter((file) => !/^(?:course\/text|trainer\/(?:text|foreign))\//.test(file))).toEqual([]);
  });

  test("are found when something does ask", () => {
    expect(asksForAType.test('if (question.type === "multiple") return')).toBe(true);
  });

  test("are known to every part, each by its name", () => {
    for (const type of [undefined, ...names]) {
      expect([typeOf({ type }).type, markingFor({ type }).type, viewOf({ type }).type]).toEqual([
        type,
        type,
        type,
      ]);
    }
    expect(typeNames).toEqual(expect.arrayContaining([undefined, ...names]));
    const client = readFileSync("bin/test-time.sh", "utf8");
    const page = readFileSync("web/student/questions/fields.tsx", "utf8");
    const folder = readFileSync("trainer/course-folder/questions/types.ts", "utf8");
    for (const name of names) {
      expect(client).toContain(`def ${name}_taken($typed):`);
      expect(page).toContain(`./${name}/fields.tsx`);
      expect(folder).toContain(`./${name}.ts`);
    }
  });

  test("that nobody knows are refused by schemas, and are no question with one right answer", () => {
    const choices = ["a", "b"].map((answerId) => ({ answerId, answerBody: answerId }));
    const question = { questionId: "q1", type: "drawing", question: "?", answers: choices };
    expect(questionSchema.safeParse(question).success).toBe(false);
    expect(answerKeyEntrySchema.safeParse({ questionId: "q1", type: "drawing", answer: "a" }).success).toBe(
      false,
    );
  });
});
