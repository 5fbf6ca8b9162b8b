import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import * as z from "zod";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const resultSchema = z.object({
  violations: z.array(
    z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
  ),
});

/** What axe-core reports about the present page, by WCAG 2.2 AA and good practice; empty: nothing. */
export const accessibilityFaults = async (page: Page): Promise<string[]> => {
  // Evaluated by the debugger, to which the page's policy against foreign scripts does not apply.
  await page.evaluate(axe);
  const found = await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(rules)} })`);
  return resultSchema
    .parse(found)
    .violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(({ html }) => html).join(" ")}`);
};
