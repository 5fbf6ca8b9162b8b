import { Graph, layout } from "@dagrejs/dagre";
import type { Box, Diagram, Frame } from "./system-diagram.ts";

interface Placed {
  /** Of the centre, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const boxHeight = 52;
/** A frame extends this far into the gap above it, to make room for its title. */
const frameHead = 24;
const margin = 16;

/** Room for the widest line, estimated, because the fonts of a reader's machine are not known. */
const boxWidth = ({ title, detail }: Box): number => Math.max(title.length * 8.6, detail.length * 7.2) + 24;

/** Draws a diagram as SVG that follows the reader's light or dark theme. */
export const drawDiagram = (diagram: Diagram): string => {
  const graph = layOut(diagram);
  const { width = 0, height = 0 } = graph.graph();
  const placed = (id: string): Placed => graph.node(id);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(diagram.title)}</title>`,
    `<style>${style}</style>`,
    `<rect class="ground" width="100%" height="100%" rx="12"/>`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>`,
    ...diagram.frames.map((frame) => drawFrame(frame, placed(frame.id))),
    ...diagram.arrows.map(({ from, to }) => drawArrow(graph.edge(from, to).points)),
    ...diagram.boxes.map((box) => drawBox(box, placed(box.id))),
    "</svg>",
  ].join("\n")}\n`;
};

const layOut = ({ boxes, frames, arrows }: Diagram): Graph => {
  const graph = new Graph({ compound: true });
  graph.setGraph({ rankdir: "TB", ranksep: 44, nodesep: 30, marginx: margin, marginy: margin });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const frame of frames) graph.setNode(frame.id, {});
  for (const box of boxes) graph.setNode(box.id, { width: boxWidth(box), height: boxHeight });
  for (const { id, within } of frames) if (within !== undefined) graph.setParent(id, within);
  for (const { id, frame } of boxes) if (frame !== undefined) graph.setParent(id, frame);
  for (const { from, to } of arrows) graph.setEdge(from, to);
  layout(graph);
  return graph;
};

const drawBox = ({ title, detail, kind }: Box, { x, y, width, height }: Placed): string =>
  [
    `<g class="box ${kind}">`,
    `<rect x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${height}" rx="${kind === "person" ? 26 : 8}"/>`,
    `<text class="name" x="${round(x)}" y="${round(y - 3)}">${escaped(title)}</text>`,
    `<text class="detail" x="${round(x)}" y="${round(y + 15)}">${escaped(detail)}</text>`,
    "</g>",
  ].join("");

const drawFrame = ({ title }: Frame, { x, y, width, height }: Placed): string => {
  const left = round(x - width / 2);
  const top = round(y - height / 2 - frameHead);
  return [
    `<g class="frame"><rect x="${left}" y="${top}" width="${round(width)}" height="${round(height + frameHead)}" rx="12"/>`,
    `<text x="${left + 12}" y="${top + 18}">${escaped(title)}</text></g>`,
  ].join("");
};

const drawArrow = (points: readonly Point[]): string => {
  const path = points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
  return `<path class="arrow" d="${path}" marker-end="url(#tip)"/>`;
};

const round = (pixels: number): number => Math.round(pixels * 10) / 10;

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? "");

const style = `
svg { color-scheme: light dark; font-family: system-ui, -apple-system, "Segoe UI", sans-serif }
text { fill: #1b2330 } .ground { fill: #fff } .name { font-size: 14px; font-weight: 600; text-anchor: middle }
.detail { font-size: 12px; text-anchor: middle; fill: #55606e }
.box rect { fill: #fff; stroke: #8a96a6; stroke-width: 1.25 }
.person rect { fill: #eaf2fd; stroke: #4a7fc1 } .store rect { fill: #eef7ee; stroke: #4f9358 }
.state rect { fill: #fff7e8; stroke: #c08a2e }
.frame rect { fill: #8a96a614; stroke: #8a96a6; stroke-dasharray: 5 4 } .frame text { font-size: 12px; fill: #55606e }
.arrow { fill: none; stroke: #55606e; stroke-width: 1.5 } .tip { fill: #55606e }
@media (prefers-color-scheme: dark) {
  text { fill: #e8edf4 } .ground { fill: #0f151d } .detail, .frame text { fill: #a9b4c2 }
  .box rect { fill: #1b2330 } .person rect { fill: #17283f } .store rect { fill: #182b1b } .state rect { fill: #33270f }
  .arrow { stroke: #a9b4c2 } .tip { fill: #a9b4c2 }
}
`;
