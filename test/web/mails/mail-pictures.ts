import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { elementsOnLines, everyPart, everyPartFile } from "../../course/support/mail-samples.ts";
import { startChromium } from "../support/chromium.ts";
import { looks, pictureName } from "../support/looks.ts";
import { faultsOfMails, mails } from "./mails.ts";

/* Pictures of every kind of mail, as a program shows it that knows dark themes and small screens. Says what is wrong with them. Then
   a test holds that mails go on looking so. */

const folder = process.argv[2] ?? "docs/pictures";
mkdirSync(folder, { recursive: true });
writeFileSync(everyPartFile, elementsOnLines(everyPart().html));

const browser = await startChromium();
try {
  for (const look of looks) {
    const page = await browser.newPage({
      viewport: { ...look.viewport, height: 200 },
      colorScheme: look.scheme,
    });
    for (const { name, html } of mails) {
      await page.setContent(html);
      await page.screenshot({ path: join(folder, pictureName(`mail-${name}`, look)), fullPage: true });
    }
    await page.close();
  }
  const faults = await faultsOfMails(browser);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
}
