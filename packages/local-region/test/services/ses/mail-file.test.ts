import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Mail } from "../../../src/services/ses/mail.ts";
import { MailFile } from "../../../src/services/ses/mail-file.ts";

let folder: string;
let file: MailFile;
const dataFile = () => join(folder, "inbox.db");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mails-"));
  file = new MailFile(dataFile());
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const mail = (number: number, text = "text"): Mail => ({
  messageId: `ses-${number}`,
  from: "no-reply@example.com",
  replyTo: [],
  destination: { to: [`s${number}@example.com`], cc: [], bcc: [] },
  subject: number % 2 === 0 ? "Score" : "Invitation",
  body: { text },
  attachments: [],
  at: number,
});
const add = (count: number) => Promise.all(Array.from({ length: count }, (_, i) => file.add(mail(i + 1))));
const idsOf = (mails: readonly { readonly messageId: string }[]) => mails.map(({ messageId }) => messageId);

test("a list gives a hundred at a time, the newest first, with the number of all", async () => {
  await add(250);
  const pages = await Promise.all([0, 100, 200].map((from) => file.page("", from)));
  expect(pages.map(({ mails, total, next }) => [mails[0]?.messageId, mails.length, total, next])).toEqual([
    ["ses-250", 100, 250, 100],
    ["ses-150", 100, 250, 200],
    ["ses-50", 50, 250, undefined],
  ]);
});

test("a search gives what holds the words in its subject or an address, as many at a time", async () => {
  await add(250);
  const pages = await Promise.all([0, 100].map((from) => file.page("SCORE", from)));
  expect(pages.map(({ mails, total, next }) => [mails[0]?.messageId, mails.length, total, next])).toEqual([
    ["ses-250", 100, 125, 100],
    ["ses-50", 25, 125, undefined],
  ]);
  expect(idsOf((await file.page("s17@", 0)).mails)).toEqual(["ses-17"]);
  expect(await file.page("nothing", 0)).toEqual({ mails: [], total: 0 });
});

test("programs get all mails in the order they came, by number and by length, each whole", async () => {
  await add(5);
  const first = await file.after(0, 2, 1_000_000);
  expect([idsOf(first.mails), first.next]).toEqual([["ses-1", "ses-2"], 2]);
  const one = await file.after(2, 10, 1);
  expect([idsOf(one.mails), one.next]).toEqual([["ses-3"], 3]);
  expect(await file.after(3, 2, 1_000_000)).toEqual({ mails: [mail(4), mail(5)], next: undefined });
});

test("a mail is found by its id, and none by one that is nobody's", async () => {
  await add(3);
  expect(await file.get("ses-2")).toEqual(mail(2));
  expect(await file.get("ses-9")).toBeUndefined();
});

test("what a kill left without a summary gets one at the next start, and no other gets a second", async () => {
  await add(20);
  file.close();
  const database = new DatabaseSync(dataFile());
  database.exec("DELETE FROM summaries WHERE number > 7");
  database.close();
  file = new MailFile(dataFile());
  const { mails, total } = await file.page("", 0);
  expect(total).toBe(20);
  expect(idsOf(mails)).toEqual(Array.from({ length: 20 }, (_, i) => `ses-${20 - i}`));
});

test("a file in which a mail is damaged is refused by its name", () => {
  file.close();
  const database = new DatabaseSync(dataFile());
  database.exec("INSERT INTO mails (mail) VALUES ('{\"messageId\":')");
  database.close();
  const open = () => new MailFile(dataFile());
  expect(open).toThrow(`${dataFile()} can't be used`);
  const mended = new DatabaseSync(dataFile());
  mended.exec("DELETE FROM mails");
  mended.close();
  file = open();
});
