import { describe, expect, test } from "@jest/globals";
import jsonata from "jsonata";
import { Clock } from "../../../src/clock.ts";
import type { Json } from "../../../src/ports.ts";
import { variableReferences } from "../../../src/services/stepfunctions/definition/variable-references.ts";
import { Expressions } from "../../../src/services/stepfunctions/jsonata/expression.ts";
import { freeVariables } from "../../../src/services/stepfunctions/jsonata/free-variables.ts";
import { Template } from "../../../src/services/stepfunctions/jsonata/template.ts";

const clock = new Clock(new Date("2026-11-23T22:00:00Z"));
const expressions = new Expressions(clock);

const evaluate = (text: string, bindings: Record<string, Json> = {}) =>
  Template.compile(expressions, `{% ${text} %}`, "Output").evaluate(bindings);

describe("the functions of Step Functions", () => {
  test.each<[string, Json]>([
    ["$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]],
    ["$range(0, 1, 0.25)", [0, 0.25, 0.5, 0.75, 1]],
    ["$range(1, 9, 9)", 1],
    ["[$range(1, 9, 9)]", [1]],
    ["$range(5, 1, -2)", [5, 3, 1]],
    ["$hash('abc', 'SHA-256')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["$hash('abc', 'MD5')", "900150983cd24fb0d6963f7d28e17f72"],
    ["$random(7) = $random(7)", true],
    ["$random() < 1", true],
    ["$length($uuid())", 36],
    ["$uuid() = $uuid()", false],
    ["$parse('{\"a\":[1]}').a", [1]],
    ["$now('[Y]-[M01]-[D01]')", "2026-11-23"],
    ["$now('[H01]:[m01]', '+0100')", "23:00"],
    ["$millis() >= 1795471200000", true],
  ])("%s", async (text, value) => {
    expect(await evaluate(text)).toEqual(value);
  });

  test.each([
    ["$eval('1')", "eval"],
    ["$partition([1], 0)", "$partition needs a size of 1 or more, not 0"],
    ["$range(1, 2, 0)", "$range needs a step other than 0"],
    ["$range(1, 2000, 1)", "$range makes at most 1000 values, not 2000"],
    ["$hash('abc', 'SHA-3')", "$hash knows MD5, SHA-1, SHA-256, SHA-384, SHA-512, not SHA-3"],
    ["$parse('{')", "$parse needs JSON"],
  ])("%s fails in words", async (text, words) => {
    await expect(evaluate(text)).rejects.toThrow(words);
  });
});

describe("an expression", () => {
  test("that gives nothing, a function or no number fails", async () => {
    await expect(evaluate("$nothing")).rejects.toThrow("returned nothing (undefined).");
    await expect(evaluate("$sum")).rejects.toThrow("returned an unsupported result type.");
    await expect(evaluate("1/0")).rejects.toThrow("returned the number Infinity, which is not JSON.");
  });

  test("that recurses without end fails instead of stopping the region", async () => {
    await expect(evaluate("($f := function($n) { 1 + $f($n) }; $f(1))")).rejects.toThrow("D1011");
  });

  test("gives plain JSON: an array made by JSONata is treated as any other by the next expression", async () => {
    const filtered = await evaluate("$list[$ > 1]", { list: [1, 2, 3] });
    expect(Object.keys(Object(filtered))).toEqual(["0", "1"]);
    expect(await evaluate("[$list]", { list: filtered })).toEqual(
      await evaluate("[$list]", { list: [2, 3] }),
    );
  });
});

describe("the fast way for plain paths gives exactly what JSONata gives", () => {
  const values: Json[] = [
    null,
    false,
    0,
    "",
    "x",
    [],
    [1],
    [[1]],
    [1, 2],
    [{ b: 1 }],
    [{ b: [1] }, { b: 2 }],
    {},
  ];
  const inputs = [
    ...values,
    ...values.map((b) => ({ b })),
    ...values.map((b) => ({ b: { b } })),
    ...values.map((b) => [{ b }]),
  ];
  const paths = [
    "$states",
    "$states.input",
    "$states.input.b",
    "$states.input.b.b",
    "$states.input.b.b.b",
    "$v.b",
    "$v",
  ];
  const odd = [
    "$states.input.toString",
    "$states.input.constructor",
    "$states.input.length",
    "$v.in",
    "$v.and",
  ];

  test.each([...paths, ...odd])("%s", async (path) => {
    for (const input of inputs) {
      const bindings = { states: { input }, v: input };
      const ours = await expressions.parse(path)(bindings);
      const theirs: unknown = await jsonata(path).evaluate(undefined, bindings);
      expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs));
    }
  });
});

describe("the variables that an expression uses", () => {
  test.each<[string, string[]]>([
    ["$a + $states.input.b[$c > 1]", ["a", "c", "states"]],
    ["$map($items, function($v) { $v * $rate })", ["items", "map", "rate"]],
    ["($x := $x + 1; $x * $y) & $z", ["x", "y", "z"]],
    ["($f := function($n) { $n < 1 ? 0 : $f($n - 1) }; $f($top))", ["top"]],
    ["$list@$one#$at[$one.x = $at].y", ["list"]],
    ["$ & $$", ["", "$"]],
  ])("%s", (text, names) => {
    expect([...freeVariables(text)].sort()).toEqual(names.sort());
  });

  test("are told state by state, also of machines in a Map, without functions and local names", () => {
    const pass = (more: object) => ({ Type: "Pass", End: true, ...more });
    const definition = {
      StartAt: "Begin",
      States: {
        Begin: { Type: "Pass", Comment: "{% $b %}", Assign: { a: 1, b: "{% $sum([1, 2]) %}" }, Next: "Pick" },
        Pick: {
          Type: "Choice",
          Choices: [{ Condition: "{% $b > $a %}", Assign: { c: 1 }, Next: "Each" }],
          Default: "Each",
        },
        Each: {
          Type: "Map",
          Items: "{% $map([1], function($a) { $a }) %}",
          ItemProcessor: { StartAt: "Inner", States: { Inner: pass({ Output: { x: ["{% $c %}", "$a"] } }) } },
          End: true,
        },
      },
    };
    expect(variableReferences(definition)).toEqual({ Pick: ["a", "b"], Inner: ["c"] });
  });
});
