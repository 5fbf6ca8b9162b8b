import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withWords } from "./client-words/section.ts";

const file = join(import.meta.dirname, "../bin/test-time.sh");
writeFileSync(file, withWords(readFileSync(file, "utf8")));
