import { expect, test } from "@jest/globals";
import { layOut } from "../../../web/console/graph-layout.ts";

const definition = JSON.stringify({
  StartAt: "Open",
  States: {
    Open: { Type: "Task", Next: "Due?", Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }] },
    "Due?": { Type: "Choice", Choices: [{ Condition: "{% true %}", Next: "Grade" }], Default: "Nothing" },
    Grade: { Type: "Task", End: true, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }] },
    Nothing: { Type: "Succeed" },
    Failed: { Type: "Fail" },
  },
});

test("every way out of a state is drawn, and the ways of errors as such", () => {
  const { edges } = layOut(definition);
  expect(edges.map(({ from, to, isCatch }) => `${from} ${isCatch ? "~" : "-"}> ${to}`)).toEqual([
    "Open -> Due?",
    "Open ~> Failed",
    "Due? -> Grade",
    "Due? -> Nothing",
    "Grade ~> Failed",
  ]);
});

test("states follow from top to bottom, and none lies on another", () => {
  const { nodes } = layOut(definition);
  const at = new Map(nodes.map((node) => [node.name, node]));
  expect(at.get("Open")?.y).toBeLessThan(at.get("Due?")?.y ?? 0);
  expect(at.get("Due?")?.y).toBeLessThan(at.get("Grade")?.y ?? 0);
  for (const a of nodes) {
    for (const b of nodes.filter(({ name }) => name > a.name)) {
      const isApart =
        Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
      expect([a.name, b.name, isApart]).toEqual([a.name, b.name, true]);
    }
  }
});

test("nothing lies outside the drawing, the ways of errors neither", () => {
  const { left, top, width, height, nodes, edges } = layOut(definition);
  const points = [...edges.flatMap(({ points: way }) => way), ...nodes];
  for (const { x, y } of points) {
    expect([x >= left, x <= left + width, y >= top, y <= top + height]).toEqual([true, true, true, true]);
  }
});

test("the states of an inline Map follow it, those of a distributed one are its children's", () => {
  const map = (Mode: string) => ({
    Type: "Map",
    Next: "After",
    ItemProcessor: {
      ProcessorConfig: { Mode },
      StartAt: "First",
      States: { First: { Type: "Pass", Next: "Last" }, Last: { Type: "Pass", End: true } },
    },
  });
  const edgesOf = (Mode: string) =>
    layOut(
      JSON.stringify({ StartAt: "Each", States: { Each: map(Mode), After: { Type: "Succeed" } } }),
    ).edges.map(({ from, to }) => `${from} > ${to}`);
  expect(edgesOf("INLINE")).toEqual(["Each > First", "First > Last", "Last > After"]);
  expect(edgesOf("DISTRIBUTED")).toEqual(["Each > After"]);
});
