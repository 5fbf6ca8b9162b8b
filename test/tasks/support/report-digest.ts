import { type ReportDigest, ReportDigester, type ReportPart } from "../../../course/run/report-digest.ts";
import type { RunReport } from "../../../course/run/run-report.ts";

/** The parts of a report, in the order in which it is written. */
export const partsOf = ({
  runId,
  students,
  tests,
  missing,
  failed,
  mails,
  ...others
}: RunReport): ReportPart[] => [
  { in: "runId", value: runId },
  { in: "students", value: students },
  { in: "tests", value: tests },
  ...(others.again ? [{ in: "again", value: true } as const] : []),
  ...(others.undoes === undefined ? [] : [{ in: "undoes", value: others.undoes } as const]),
  ...missing.map((value) => ({ in: "missing", value }) as const),
  ...failed.map((value) => ({ in: "failed", value }) as const),
  ...(others.extended ?? []).map((value) => ({ in: "extended", value }) as const),
  ...(others.removed ?? []).map((value) => ({ in: "removed", value }) as const),
  ...(others.overrides ?? []).map((value) => ({ in: "overrides", value }) as const),
  { in: "mails.sent", value: mails.sent },
  ...(mails.alreadySent === undefined
    ? []
    : [{ in: "mails.alreadySent", value: mails.alreadySent } as const]),
  ...(mails.withheld === undefined ? [] : [{ in: "mails.withheld", value: mails.withheld } as const]),
  ...mails.problems.map((value) => ({ in: "mails.problems", value }) as const),
];

export const digestOf = (report: RunReport, mostShown: number): ReportDigest => {
  const digester = new ReportDigester(mostShown);
  for (const part of partsOf(report)) digester.add(part);
  const digest = digester.digest();
  if (digest === null) throw new Error("The report is not whole.");
  return digest;
};
