import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { drawGraph } from "./pictures/draw-graph.ts";
import { systemGraph } from "./pictures/system-graph.ts";

const folder = resolve(import.meta.dirname, "..", "docs", "pictures");

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "system.svg"), drawGraph(systemGraph));
console.log("docs/pictures/system.svg");
