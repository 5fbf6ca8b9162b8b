import type { SFNClient } from "@aws-sdk/client-sfn";
import { NotFoundError } from "../../adapters/errors.ts";
import { problemParts } from "../../adapters/run-report.ts";
import type { Instant } from "../../course/ids.ts";
import { isToBeMailed, type ReportPart } from "../../course/run/report-digest.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import {
  type Done,
  type LeftRun,
  type LeftRuns,
  type OpenMails,
  settleMailSchema,
} from "../../course/settle-view.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { mailId, parseMailId } from "../mail/mail-id.ts";
import { type MailPlace, resendOne, resentWords, settledWords, settleOne } from "../mail/settle-one.ts";
import { unsureMails } from "../mail/unknown-mails.ts";
import { readRuns } from "../run/list-runs.ts";
import { readStandings } from "../run/run-standings.ts";
import { inTime } from "./in-time.ts";
import { asRefusal, Refusal } from "./refusal.ts";

/** A view of more is no view that one reads; the commands list all. */
const mostMails = 500;
const mostRuns = 50;
const mostOfRun = 50;

type Left = LeftRun["left"][number];

/** A failed test, or a mail that surely did not go out; undefined: the part of a report is neither. */
const leftIn = (part: ReportPart): Left | undefined => {
  if (part.in === "failed") return part.value;
  if (part.in !== "mails.problems" || !isToBeMailed(part.value)) return undefined;
  const { studentId, name, revision, gradedAs, reason = "", ...test } = part.value;
  const { subject, testId } = gradedAs ?? test;
  const id = mailId({ kind: "student", studentId, subject, testId, revision });
  return { studentId, name, subject: test.subject, testId: test.testId, reason, mailId: id };
};

export interface SettleOptions extends MailPlace {
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
}

/** What waits for the trainer's decision, and what is done about it: the commands' own functions do it. */
export class ConsoleSettling {
  readonly #options: SettleOptions;

  constructor(options: SettleOptions) {
    this.#options = options;
  }

  /** As `bin/trainer mail --unknown`. */
  async mails(): Promise<OpenMails> {
    const mails: OpenMails["mails"] = [];
    const young: Instant[] = [];
    const isWhole = await inTime(
      unsureMails(this.#options.bucket, () => undefined),
      (mail) => {
        if (mail.state === "under-way") young.push(mail.judgeableAt);
        else mails.push(mail);
        return mails.length < mostMails;
      },
    );
    return { mails, young: { count: young.length, after: young.toSorted().at(-1) ?? null }, isCut: !isWhole };
  }

  /** As `bin/trainer mail --resend` and `--settle`. @throws {Refusal} in the words of that command. */
  async settle(body: string): Promise<Done> {
    const request = settleMailSchema.safeParse(jsonOrUndefined(body)).data;
    const ref = parseMailId(request?.id ?? "");
    if (request === undefined || ref === null)
      throw new Refusal("BadRequest", "This says of no mail what is to be done with it.", 400);
    try {
      if (request.do === "resend")
        return { said: resentWords(await resendOne(ref, this.#options, () => undefined)) };
      const isSent = request.do === "sent";
      await settleOne(ref, this.#options.bucket, isSent);
      return { said: settledWords(ref, isSent) };
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** Runs that have ended, and that left something which no later run has taken up; the latest first. */
  async left(): Promise<LeftRuns> {
    const { bucket, stepFunctions, stateMachineArn } = this.#options;
    const records = await Array.fromAsync(readRuns(bucket));
    const { runs } = await readStandings(stepFunctions, stateMachineArn, records);
    const left: LeftRun[] = [];
    for (const { record, status } of runs) {
      if (record.resumedBy !== undefined || status === "open" || status === "nothing-due") continue;
      if (left.length === mostRuns) return { runs: left, isCut: true };
      const run = record.status === "closed" ? await this.#closed(record) : failedRun(record);
      if (run) left.push(run);
    }
    return { runs: left, isCut: false };
  }

  /** undefined: nothing is left. */
  async #closed(record: RunRecord): Promise<LeftRun | undefined> {
    const left: Left[] = [];
    let count = 0;
    try {
      for await (const part of problemParts(this.#options.bucket, record.runId)) {
        const one = leftIn(part);
        if (one === undefined) continue;
        count += 1;
        if (left.length < mostOfRun) left.push(one);
      }
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
    return count === 0 ? undefined : { ...aboutOf(record), how: "closed", left, count };
  }
}

const aboutOf = ({ runId, executionArn, students }: RunRecord) => ({
  ...{ runId, students },
  execution: executionArn.split(":").at(-1) ?? "",
});

const failedRun = (record: RunRecord): LeftRun => ({
  ...aboutOf(record),
  ...{ how: "failed", left: [], count: record.students },
});
