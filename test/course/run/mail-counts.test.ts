import { describe, expect, test } from "@jest/globals";
import { counted } from "../../../course/counted.ts";
import { mailCountsOf, mailSentences } from "../../../course/run/mail-counts.ts";
import type { MailCounts } from "../../../course/run/run-counts.ts";
import { studentId } from "../../tasks/support/course.ts";
import { mail } from "../../tasks/support/outcomes.ts";

const none: MailCounts = { sent: 0, alreadySent: 0, refused: 0, notSent: 0, unknown: 0 };
const said = (counts: Partial<MailCounts>): string => mailSentences({ ...none, ...counts });

test("a count is said in the singular for one only", () => {
  expect([0, 1, 2, 1234].map((n) => counted(n, "student"))).toEqual([
    "0 students",
    "1 student",
    "2 students",
    "1,234 students",
  ]);
  expect([1, 2].map((n) => counted(n, "mail was", "mails were"))).toEqual(["1 mail was", "2 mails were"]);
});

describe("the sentences about a run's mails", () => {
  test.each([
    [{ sent: 6 }, "6 mails went out."],
    [{ sent: 1 }, "1 mail went out."],
    [{}, "0 mails went out: no test was graded."],
    [
      { alreadySent: 1 },
      "0 mails went out. 1 score was mailed before and has not changed, so no mail was sent about it.",
    ],
    [
      { sent: 6, alreadySent: 16 },
      "6 mails went out. 16 scores were mailed before and have not changed, so no mails were sent about them.",
    ],
    [{ withheld: 2 }, "0 mails went out. 2 scores are kept back, as the course says, and were not mailed."],
    [{ refused: 2 }, "0 mails went out. 2 mails were refused by SES."],
    [
      { sent: 2, notSent: 1, unknown: 1 },
      "2 mails went out. 1 mail was not sent. 1 mail may have gone out: nobody knows whether it did.",
    ],
  ])("%j: %s", (counts, sentence) => {
    expect(said(counts)).toBe(sentence);
  });

  test("of an earlier version's report, which did not tell the run's own mails from earlier ones", () => {
    const { alreadySent: _, ...counts } = { ...none, sent: 22 };
    expect(mailSentences(counts)).toBe("22 mails went out, by this run or an earlier one.");
    expect(mailSentences({ ...counts, sent: 0, refused: 1 })).toBe(
      "0 mails went out. 1 mail was refused by SES.",
    );
  });
});

test("a report's mails are counted by what became of them", () => {
  const of = (...statuses: ("unknown" | "refused" | "not-sent")[]) =>
    statuses.map((status) => ({ ...mail(status), studentId: studentId("ann"), name: "Ann" }));
  const report = {
    mails: { sent: 3, alreadySent: 2, problems: of("unknown", "refused", "refused", "not-sent") },
  };
  expect(mailCountsOf(report)).toEqual({ sent: 3, alreadySent: 2, refused: 2, notSent: 1, unknown: 1 });
  expect(mailCountsOf({ mails: { sent: 3, withheld: 1, problems: [] } })).toStrictEqual({
    ...{ sent: 3, withheld: 1, refused: 0, notSent: 0, unknown: 0 },
  });
  expect(mailCountsOf({ mails: { sent: 3, problems: [] } })).toStrictEqual({
    ...{ sent: 3, refused: 0, notSent: 0, unknown: 0 },
  });
});
