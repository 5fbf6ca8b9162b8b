import { expect, test } from "@jest/globals";
import { sortByDependencies } from "../../src/template/graph.ts";

const sort = (edges: Record<string, string[]>) => sortByDependencies(new Map(Object.entries(edges)));

test("what is needed comes first, otherwise the order given is kept", () => {
  expect(sort({ a: ["c"], b: [], c: [] })).toEqual({ order: ["c", "a", "b"] });
});

test("names that are no nodes are ignored", () => {
  expect(sort({ a: ["parameter"] })).toEqual({ order: ["a"] });
});

test("a cycle is given as a path that ends where it begins", () => {
  expect(sort({ a: ["b"], b: ["c"], c: ["b"] })).toEqual({ cycle: ["b", "c", "b"] });
  expect(sort({ a: ["a"] })).toEqual({ cycle: ["a", "a"] });
});
