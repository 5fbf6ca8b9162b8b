import { causeText } from "../execution-cause.ts";
import { errorNames, type ReportFailureInput } from "../run.ts";
import { escapeHtml, headerText, htmlPage, preformatted } from "./html.ts";
import type { RenderedMail } from "./rendered-mail.ts";

const longestCause = 4000;

const adviceFor = ({ machine, runId, error }: ReportFailureInput): string => {
  if (machine === "notices")
    return "Some students may not have been told that a test has opened or is due. Nobody is told twice. To remind those who have not sent in answers: bin/trainer remind";
  if (runId === null)
    return "It failed before any student was graded. When the cause is mended, start it again: bin/trainer grade";
  return error === errorNames.trainerMailNotSent
    ? `All was graded before, so there is nothing to resume. The gradebook: bin/trainer gradebook ${runId}`
    : `What was graded stays graded, and no mail goes out twice. When the cause is mended, resume: bin/trainer resume ${runId}`;
};

/** What failed, to begin or go on a sentence with. */
const nameOf = ({ machine, runId }: ReportFailureInput): string => {
  if (machine === "notices") return "the mailing of notices";
  return runId === null ? "a grading run" : `the grading run ${runId}`;
};

/** Tells the trainer that a grading run, or the notices of a day, failed, with what, and what to do. */
export const failureMail = (courseTitle: string, failure: ReportFailureInput): RenderedMail => {
  const run = nameOf(failure);
  const whole = causeText(failure.cause);
  const cause = whole.length > longestCause ? `${whole.slice(0, longestCause)}…` : whole;
  const opening = `${run.slice(0, 1).toUpperCase()}${run.slice(1)} of ${courseTitle} failed.`;
  const error = `Error: ${failure.error}`;
  const execution = `Execution: ${failure.executionArn}`;
  const advice = adviceFor(failure);
  const place =
    failure.runId === null
      ? []
      : [`What the run wrote lies under runs/${failure.runId}/ in the course's bucket.`];
  return {
    subject: headerText(`${courseTitle}: ${run} FAILED`),
    text: `${[opening, `${error}\n${cause}`, advice, ...place, execution].join("\n\n")}\n`,
    html: htmlPage(
      `<p>${escapeHtml(opening)}</p><p>${escapeHtml(error)}</p>${preformatted(cause)}` +
        [advice, ...place, execution].map((line) => `<p>${escapeHtml(line)}</p>`).join(""),
    ),
  };
};
