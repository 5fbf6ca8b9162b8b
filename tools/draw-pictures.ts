import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { drawDiagram } from "./pictures/draw-diagram.ts";
import { systemDiagram } from "./pictures/system-diagram.ts";

const folder = resolve(import.meta.dirname, "..", "docs", "pictures");

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "system.svg"), drawDiagram(systemDiagram));
console.log("docs/pictures/system.svg");
