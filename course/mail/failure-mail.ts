import { causeText } from "../run/execution-cause.ts";
import { errorNames, type ReportFailureInput } from "../run/run.ts";
import { cutLine } from "../text/cut-line.ts";
import { type Fact, facts, literal, paragraph, section } from "./frame/parts.ts";
import { wrapped } from "./frame/plain-text.ts";
import { mailToTrainer } from "./frame/trainer-frame.ts";
import type { MailPart, RenderedMail } from "./rendered-mail.ts";

const longestCause = 4000;

/** What the failure means, and the command that comes next. */
interface Advice {
  readonly sentences: string;
  readonly command: string;
}

const adviceFor = ({ machine, runId, error }: ReportFailureInput): Advice => {
  if (machine === "notices")
    return {
      sentences:
        "Some students may not have been told that a test has opened or is due. Nobody is told twice. To remind those who have not sent in answers:",
      command: "bin/trainer remind",
    };
  if (runId === null)
    return {
      sentences: "It failed before any student was graded. When the cause is mended, start it again:",
      command: "bin/trainer grade",
    };
  return error === errorNames.trainerMailNotSent
    ? {
        sentences: "All was graded before, so there is nothing to resume. The gradebook:",
        command: `bin/trainer gradebook ${runId}`,
      }
    : {
        sentences:
          "What was graded stays graded, and no mail goes out twice. When the cause is mended, resume:",
        command: `bin/trainer resume ${runId}`,
      };
};

/** Often of many lines, which stay as they are; but it is nothing that is copied, so long ones are wrapped. */
const causePart = (whole: string): MailPart => {
  const cause = cutLine(whole, longestCause);
  return { ...literal(cause), text: wrapped(cause) };
};

const placesOf = ({ runId, executionArn }: ReportFailureInput): Fact[] => [
  ...(runId === null
    ? []
    : [
        { name: "Run", value: runId },
        { name: "Files", value: `runs/${runId}/ in the course's bucket` },
      ]),
  { name: "Execution", value: executionArn },
];

/** Tells the trainer that a grading run, or the notices of a day, failed, with what, and what to do. */
export const failureMail = (courseTitle: string, failure: ReportFailureInput): RenderedMail => {
  const what = failure.machine === "notices" ? "The mailing of notices" : "The grading run";
  const { sentences, command } = adviceFor(failure);
  return mailToTrainer(
    { title: courseTitle },
    {
      subject: `${what} failed${failure.runId === null ? "" : `: ${failure.runId}`}`,
      headline: `${what} of ${courseTitle} failed`,
      preview: `${failure.error}. ${sentences} ${command}`,
      lead: [paragraph(sentences), literal(command)],
      details: [
        section("What went wrong", [
          facts([{ name: "Error", value: failure.error, colour: "bad" }]),
          causePart(causeText(failure.cause)),
        ]),
        section("Where to look", [facts(placesOf(failure))]),
      ],
    },
  );
};
