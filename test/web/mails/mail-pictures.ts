import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { languages } from "../../../course/words/words.ts";
import { studentMails, trainerMails } from "../../course/support/mail-samples.ts";
import { startChromium } from "../support/chromium.ts";
import { looks, pictureName } from "../support/looks.ts";

/* Pictures of every kind of mail, as a mail program that knows dark themes and small screens shows it. */

const folder = process.argv[2] ?? "docs/pictures";
mkdirSync(folder, { recursive: true });

const mails = [
  ...languages.flatMap((language) =>
    Object.entries(studentMails(language)).map(([kind, mail]) => [`mail-${kind}-${language}`, mail] as const),
  ),
  ...Object.entries(trainerMails()).map(([kind, mail]) => [`mail-${kind}`, mail] as const),
];

const browser = await startChromium();
try {
  for (const look of looks) {
    const { viewport, scheme } = look;
    const page = await browser.newPage({ viewport: { ...viewport, height: 200 }, colorScheme: scheme });
    for (const [view, { html }] of mails) {
      await page.setContent(html);
      await page.screenshot({ path: join(folder, pictureName(view, look)), fullPage: true });
    }
    await page.close();
  }
} finally {
  await browser.close();
}
