import { expect, test } from "@jest/globals";
import type { Json } from "../../src/ports.ts";
import { referencesOf, resolve, type Scope } from "../../src/template/intrinsics.ts";

const evaluate = (value: Json) => {
  const problems: string[] = [];
  const scope: Scope = {
    ref: (name) => ({ Queue: "https://queue", "AWS::Region": "us-east-1" })[name],
    attribute: (id, attribute) => (id === "Queue" && attribute === "Arn" ? "arn:queue" : undefined),
    report: (problem) => problems.push(problem),
  };
  return { value: resolve(value, scope), problems };
};

test.each<[string, Json, Json]>([
  ["Ref", { Ref: "Queue" }, "https://queue"],
  ["Ref of a pseudo parameter", { Ref: "AWS::Region" }, "us-east-1"],
  ["Fn::GetAtt as a list", { "Fn::GetAtt": ["Queue", "Arn"] }, "arn:queue"],
  ["Fn::GetAtt as text", { "Fn::GetAtt": "Queue.Arn" }, "arn:queue"],
  ["Fn::Join", { "Fn::Join": ["-", ["a", { Ref: "AWS::Region" }, 3]] }, "a-us-east-1-3"],
  [
    "Fn::Sub",
    { "Fn::Sub": "$" + "{Queue.Arn}/$" + "{AWS::Region}/$" + "{!Literal}" },
    "arn:queue/us-east-1/$" + "{Literal}",
  ],
  ["Fn::Sub with variables", { "Fn::Sub": ["$" + "{A}!", { A: { Ref: "Queue" } }] }, "https://queue!"],
  ["Fn::Select of Fn::Split", { "Fn::Select": [1, { "Fn::Split": [":", "a:b:c"] }] }, "b"],
  ["nested values", { A: [{ Ref: "Queue" }, { B: 1 }] }, { A: ["https://queue", { B: 1 }] }],
])("%s is resolved", (_, value, expected) => {
  expect(evaluate(value)).toEqual({ value: expected, problems: [] });
});

test("AWS::NoValue takes the property or item away", () => {
  expect(evaluate({ A: { Ref: "AWS::NoValue" }, B: [{ Ref: "AWS::NoValue" }, 1] }).value).toEqual({ B: [1] });
});

test.each<[string, Json]>([
  ["an unknown function", { "Fn::ImportValue": "x" }],
  ["a join of no list", { "Fn::Join": [",", "text"] }],
  ["a selection beyond the list", { "Fn::Select": [5, ["a"]] }],
])("%s is reported", (_, value) => {
  expect(evaluate(value).problems).toHaveLength(1);
});

test("an object with one ordinary key is no function", () => {
  expect(evaluate({ Bool: { Refs: 1 } }).value).toEqual({ Bool: { Refs: 1 } });
});

test("references are found in every form", () => {
  const value: Json = [
    { Ref: "A" },
    { "Fn::GetAtt": ["B", "Arn"] },
    { "Fn::GetAtt": "C.Arn" },
    { "Fn::Sub": "$" + "{D.Arn} $" + "{E} $" + "{!F}" },
    { "Fn::Sub": ["$" + "{G}", { G: { Ref: "H" } }] },
  ];
  expect([...referencesOf(value)].sort()).toEqual(["A", "B", "C", "D", "E", "H"]);
});
