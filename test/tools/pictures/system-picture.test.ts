import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { drawDiagram } from "../../../tools/pictures/draw-diagram.ts";
import { systemDiagram } from "../../../tools/pictures/system-diagram.ts";

test("docs/pictures/system.svg is what npm run pictures draws", () => {
  expect(readFileSync("docs/pictures/system.svg", "utf8")).toBe(drawDiagram(systemDiagram));
});

test("the picture names every box, frame and what it is of", () => {
  const picture = drawDiagram(systemDiagram);
  for (const { title } of [...systemDiagram.boxes, ...systemDiagram.frames, systemDiagram]) {
    expect(picture).toContain(`>${title}</`);
  }
});

test("text that looks like markup stays text", () => {
  const boxes = [{ id: "a", title: "<b> & c", detail: "", kind: "service" } as const];
  expect(drawDiagram({ title: "", boxes, frames: [], arrows: [] })).toContain(">&lt;b&gt; &amp; c</text>");
});
