import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { supportPage } from "./support-matrix/page.ts";

const file = join(import.meta.dirname, "../SUPPORT.md");
writeFileSync(file, supportPage());
console.log(`Wrote ${file}.`);
