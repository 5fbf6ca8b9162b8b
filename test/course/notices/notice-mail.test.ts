import { expect, test } from "@jest/globals";
import { noticeMail } from "../../../course/mail/notice-mail.ts";
import type { Notice } from "../../../course/notices/notice.ts";
import { course, instant, monday, student, testRef } from "../../tasks/support/course.ts";

const links = { pageUrl: "https://page", apiUrl: "https://page", token: "t".repeat(43) };
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
  expect(subject).toBe('“Files & "folders"” is open');
  expect(text).toBe(`“Files & "folders"” is open

Hello Name of ann,

- Files & "folders"
  linux · until Monday 23 November 2026, 23:00 (Europe/Warsaw)

Take the test:
https://page/#/test/linux/t1

--${" "}
Linux evening class
You get this mail as a student of Linux evening class. Your reply goes to
Ada Nowak.
You don't want such mails? Your scores are still mailed to you without them.
Turn these mails off:
https://page/#/reminders/ann/${links.token}
`);
  expect(html).toContain("<strong>Files &amp; &quot;folders&quot;</strong>");
  expect(html).toContain(`href="https://page/#/reminders/ann/${links.token}"`);
});

test("without a page it links nothing, and the mail program's own button ends such mails", () => {
  const apiUrl = "https://api.example";
  const mail = noticeMail(course, student("ann"), [opened], { ...links, pageUrl: null, apiUrl });
  expect(mail.text).not.toContain("http");
  expect(mail.html).not.toContain("href");
  expect(mail.text).toContain("Unsubscribe in your mail program.");
  expect(mail.unsubscribeUrl).toBe(`https://api.example/api/v1/reminders?student=ann&token=${links.token}`);
});

test("a reminder says that nothing was sent in yet", () => {
  const { subject, text } = mailOf([dueSoon]);
  expect(subject).toBe("Reminder: “Processes” is not sent in yet");
  expect(text).toContain("You have not sent in “Processes” yet\n");
  expect(text).toContain("- Processes\n  linux · until Sunday 22 November");
});

test("one mail has news and reminders, each under its own words, and the first deadline first", () => {
  const both = mailOf([opened, { ...dueSoon, deadline: monday }, dueSoon]);
  expect(both.subject).toContain("is open");
  expect(both.text).toMatch(
    /is open\n[\s\S]*- Files[\s\S]*\n\nYou have not sent in 2 tests yet:\n- .*\n.* 22 November.*\n- .*\n.* 23 November[\s\S]*See the tests:\nhttps:\/\/page\/\n/,
  );
});

test("of tests with one deadline the order stays", () => {
  const soon = (title: string): Notice => ({ ...dueSoon, title });
  const { text } = mailOf([soon("Disks"), { ...dueSoon, deadline: monday }, soon("Boot")]);
  expect(text.match(/(?<=^- ).*/gm)).toEqual(["Disks", "Boot", "Processes"]);
});

test("a course in Polish is mailed about in Polish", () => {
  const { subject, html, text } = mailOf([opened, dueSoon], "pl");
  expect(subject).toContain("jest otwarty");
  expect(text).toContain("Nie mamy jeszcze Twoich odpowiedzi do testu „Processes”:");
  expect(html).toContain('<html lang="pl" ');
});
