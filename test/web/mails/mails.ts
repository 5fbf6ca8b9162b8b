import type { Browser } from "playwright-core";
import { languages } from "../../../course/words/words.ts";
import { studentMails, trainerMails } from "../../course/support/mail-samples.ts";
import { accessibilityFaults } from "../support/accessibility.ts";

interface NamedMail {
  /** Its kind, and its language where there are several. */
  readonly name: string;
  readonly html: string;
}

/** Each kind of mail in each language that it is written in. */
export const mails: readonly NamedMail[] = [
  ...languages.flatMap((language) =>
    Object.entries(studentMails(language)).map(([kind, { html }]) => ({ name: `${kind}-${language}`, html })),
  ),
  ...Object.entries(trainerMails()).map(([name, { html }]) => ({ name, html })),
];

/** In CSS pixels; the narrowest screen that WCAG 2.2 asks for (1.4.10). */
const narrow = { width: 320, height: 600 };

/** A mail is shown inside a program's own page, which has the landmarks. */
const isOfPage = (fault: string): boolean => /^(landmark-one-main|region):/.test(fault);

/**
 * What is wrong with the mails on a narrow screen in both themes; empty: nothing.
 *
 * @param lookedAt Those that axe-core looks at, which takes most of the time.
 */
export const faultsOfMails = async (
  browser: Browser,
  lookedAt = mails.map(({ name }) => name),
): Promise<string[]> => {
  const faults: string[] = [];
  const page = await browser.newPage({ viewport: narrow });
  for (const { name, html } of mails) {
    await page.setContent(html);
    const width = Number(await page.evaluate("document.documentElement.scrollWidth"));
    if (width > narrow.width) faults.push(`${name} is ${width} px wide`);
    if (!lookedAt.includes(name)) continue;
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const found = await accessibilityFaults(page, colorScheme === "light" ? "all" : "colours");
      faults.push(
        ...found.filter((fault) => !isOfPage(fault)).map((fault) => `${name} (${colorScheme}): ${fault}`),
      );
    }
  }
  await page.close();
  return faults;
};
