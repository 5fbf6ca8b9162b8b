import { counted } from "../counted.ts";
import type { MailCounts } from "./run-counts.ts";
import type { RunReport } from "./run-report.ts";

type MailProblem = RunReport["mails"]["problems"][number];

/** Counts a report's mails that did not go out, or may not have. */
export class MailProblemCounter {
  #counts = { refused: 0, notSent: 0, unknown: 0 };

  add({ status }: Pick<MailProblem, "status">): void {
    if (status === "refused") this.#counts.refused += 1;
    else if (status === "unknown") this.#counts.unknown += 1;
    else this.#counts.notSent += 1;
  }

  get counts(): Pick<MailCounts, "refused" | "notSent" | "unknown"> {
    return this.#counts;
  }
}

export const mailCountsOf = ({ mails }: Pick<RunReport, "mails">): MailCounts => {
  const problems = new MailProblemCounter();
  for (const problem of mails.problems) problems.add(problem);
  const { sent, alreadySent, withheld } = mails;
  return {
    sent,
    ...(alreadySent !== undefined && { alreadySent }),
    ...(withheld !== undefined && { withheld }),
    ...problems.counts,
  };
};

/** For the trainer: how many mails a run sent, and why it did not send the others. */
export const mailSentences = (counts: MailCounts): string => {
  const { sent, alreadySent, withheld, refused, notSent, unknown } = counts;
  const others = [
    [
      alreadySent ?? 0,
      "score was mailed before and has not changed, so no mail was sent about it.",
      "scores were mailed before and have not changed, so no mails were sent about them.",
    ],
    [
      withheld ?? 0,
      "score is kept back, as the course says, and was not mailed.",
      "scores are kept back, as the course says, and were not mailed.",
    ],
    [refused, "mail was refused by SES.", "mails were refused by SES."],
    [notSent, "mail was not sent.", "mails were not sent."],
    [
      unknown,
      "mail may have gone out: nobody knows whether it did.",
      "mails may have gone out: nobody knows whether they did.",
    ],
  ] as const;
  const reasons = others.filter(([n]) => n > 0).map(([n, one, more]) => counted(n, one, more));
  if (sent === 0 && reasons.length === 0) return "0 mails went out: no test was graded.";
  const bySomeRun = alreadySent === undefined && sent > 0 ? ", by this run or an earlier one" : "";
  return [`${counted(sent, "mail")} went out${bySomeRun}.`, ...reasons].join(" ");
};
