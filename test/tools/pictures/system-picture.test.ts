import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { drawGraph } from "../../../tools/pictures/draw-graph.ts";
import { systemGraph } from "../../../tools/pictures/system-graph.ts";

test("docs/pictures/system.svg is what npm run pictures draws", () => {
  expect(readFileSync("docs/pictures/system.svg", "utf8")).toBe(drawGraph(systemGraph));
});

test("the picture names every box, frame and what it is of", () => {
  const picture = drawGraph(systemGraph);
  for (const { title } of [...systemGraph.boxes, ...systemGraph.frames, systemGraph]) {
    expect(picture).toContain(`>${title}</`);
  }
});

test("text that looks like markup stays text", () => {
  const boxes = [{ id: "a", title: "<b> & c", detail: "", kind: "service" } as const];
  expect(drawGraph({ title: "", boxes, frames: [], arrows: [] })).toContain(">&lt;b&gt; &amp; c</text>");
});
