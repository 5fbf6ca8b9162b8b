import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as z from "zod";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Axe's rules by what they look at: https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md. */
const rules = {
  all: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  // All others say the same in either theme.
  colours: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
};

const resultSchema = z.object({
  violations: z.array(
    z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
  ),
});

/** A page in any engine. */
interface Evaluator {
  evaluate(expression: string): Promise<unknown>;
}

/** Axe-core is half a megabyte, so a page gets it once, and keeps it until it is loaded anew. */
const isThere = "typeof axe !== 'undefined'";
const bringAxe = `(() => { ${axe}; return true; })()`;
/** What has no fault is not described node by node. */
const options = { iframes: false, resultTypes: ["violations"] };
const runAxe = (which: keyof typeof rules): string => `(async () => {
  const { violations } = await axe.run(document, ${JSON.stringify({ ...options, runOnly: rules[which] })});
  return { violations: violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => ({ html })) })) };
})()`;

/**
 * What axe-core finds against WCAG 2.2 AA and good practice on the present page; empty: nothing. It is evaluated by the
 * debugger, to which the page's policy against foreign scripts does not apply.
 *
 * @param which `colours` is half of the work, for a page that is looked at as a whole in the other theme.
 */
export const accessibilityFaults = async (
  page: Evaluator,
  which: keyof typeof rules = "all",
): Promise<string[]> => {
  if (!(await page.evaluate(isThere))) await page.evaluate(bringAxe);
  return resultSchema
    .parse(await page.evaluate(runAxe(which)))
    .violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(({ html }) => html).join(" ")}`);
};
