import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { costsPage } from "./costs/page.ts";

const file = join(import.meta.dirname, "../docs/costs.md");
writeFileSync(file, costsPage());
console.log(`Wrote ${file}.`);
