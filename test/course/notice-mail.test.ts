import { expect, test } from "@jest/globals";
import { noticeMail } from "../../course/mail/notice-mail.ts";
import type { Notice } from "../../course/notice.ts";
import { course, instant, monday, student, testRef } from "../tasks/support/course.ts";

const links = { pageUrl: "https://page", token: "t".repeat(43) };
const about = (testId: string, title: string, deadline = monday) => ({ ...testRef(testId), title, deadline });
const opened: Notice = { kind: "opened", ...about("t1", 'Files & "folders"') };
const dueSoon: Notice = {
  kind: "before",
  hours: 2,
  ...about("t2", "Processes", instant("2026-11-22T22:00:00.000Z")),
};

const mailOf = (notices: Notice[], language?: string) =>
  noticeMail({ ...course, ...(language && { language }) }, student("ann"), notices, links);

test("a mail about a test that is open says until when, where to take it, and how to get no more such mails", () => {
  const { subject, text, html } = mailOf([opened]);
  expect(subject).toBe('Linux evening class: Files & "folders" is open');
  expect(text).toBe(`Hello Name of ann,

a test is open for you:
- Files & "folders" (linux), until Monday 23 November 2026, 23:00 (Europe/Warsaw)

Take it here:
https://page/

You don't want such mails? Turn them off here; your scores are still mailed to you:
https://page/#/reminders/ann/${links.token}

Ada Nowak
Linux evening class
`);
  expect(html).toContain("<li>Files &amp; &quot;folders&quot; (linux), until");
  expect(html).toContain(`href="https://page/#/reminders/ann/${links.token}"`);
});

test("a reminder says that nothing was sent in yet", () => {
  const { subject, text } = mailOf([dueSoon]);
  expect(subject).toBe("Linux evening class: reminder of Processes");
  expect(text).toContain(
    "you have not sent in any answers to this test yet:\n- Processes (linux), until Sunday 22 November",
  );
});

test("one mail has news and reminders, each under its own words, and the first deadline first", () => {
  const both = mailOf([opened, { ...dueSoon, deadline: monday }, dueSoon]);
  expect(both.subject).toContain("is open");
  expect(both.text).toMatch(
    /is open for you:\n- Files.*\n\nyou have not sent.*tests yet:\n- .* 22 November.*\n- .* 23 November/,
  );
});

test("a course in Polish is mailed about in Polish", () => {
  const { subject, html, text } = mailOf([opened, dueSoon], "pl");
  expect(subject).toContain("otwarty test");
  expect(text).toContain("Nie mamy jeszcze Twoich odpowiedzi do tego testu:");
  expect(html).toContain('<html lang="pl">');
});
