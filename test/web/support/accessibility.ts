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

/**
 * An expression for a page in any engine: axe-core's report about the present page. Evaluated by the debugger, to which the
 * page's policy against foreign scripts does not apply.
 */
export const axeRun = `(async () => {
  ${axe};
  const { violations } = await axe.run(document, ${JSON.stringify({ runOnly: rules, iframes: false })});
  return { violations: violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => ({ html })) })) };
})()`;

/** What a report of `axeRun` holds against the page, by WCAG 2.2 AA and good practice; empty: nothing. */
export const faultsIn = (report: unknown): string[] =>
  resultSchema
    .parse(report)
    .violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(({ html }) => html).join(" ")}`);

/** What axe-core reports about the present page; empty: nothing. */
export const accessibilityFaults = async (page: Page): Promise<string[]> =>
  faultsIn(await page.evaluate(axeRun));
