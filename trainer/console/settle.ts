import type { SFNClient } from "@aws-sdk/client-sfn";
import { NotFoundError } from "../../adapters/errors.ts";
import { problemParts } from "../../adapters/runs/run-report.ts";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { type DeadLettersView, letterOrderSchema } from "../../course/console/dead-letters.ts";
import {
  type Done,
  type LeftRun,
  type LeftRuns,
  type OpenMails,
  settleMailSchema,
} from "../../course/console/settle-view.ts";
import type { Instant } from "../../course/ids.ts";
import { isToBeMailed, type ReportPart } from "../../course/run/report-digest.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import type { DeadLetterQueues } from "../dead-letters/dead-letters.ts";
import { findEntry } from "../mail/ledger-entry.ts";
import { mailId, parseMailId } from "../mail/mail-id.ts";
import { type MailPlace, resendOne, resentWords, settledWords, settleOne } from "../mail/settle-one.ts";
import { refOf, unsureMails } from "../mail/unknown-mails.ts";
import { readRuns } from "../run/list-runs.ts";
import { readStandings } from "../run/run-standings.ts";
import { inTime } from "./in-time.ts";
import { asRefusal, Refusal } from "./refusal.ts";

/** A view of more is no view that one reads; the commands list all. */
const mostMails = 500;
const mostRuns = 50;
const mostOfRun = 50;
/** So many mails of a run at most are looked up in the ledger: whoever settles more than that does it by command. */
const mostLookedUp = 1_000;
const parallelReads = 16;

type Left = LeftRun["left"][number];

/**
 * A failed test, or a mail that surely did not go out and that nobody has settled since; undefined: the part of a report
 * is neither. @param isLookedUp whether the ledger is asked.
 */
const leftIn = async (
  bucket: CourseBucket,
  part: ReportPart,
  isLookedUp: boolean,
): Promise<Left | undefined> => {
  if (part.in === "failed") return part.value;
  if (part.in !== "mails.problems" || !isToBeMailed(part.value)) return undefined;
  const { studentId, name, status, reason = "", subject, testId } = part.value;
  const ref = refOf(part.value);
  const record = isLookedUp ? (await findEntry(bucket, ref))?.record : undefined;
  if (record?.state === "sent" || (record?.state === "released" && record.isSettled)) return undefined;
  const left = { studentId, name, subject, testId, reason, mailId: mailId(ref) };
  return status === "refused" ? { ...left, isRefused: true } : left;
};

export interface SettleOptions extends MailPlace {
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly letters: DeadLetterQueues;
}

/** What waits for the trainer's decision, and what is done about it: the commands' own functions do it. */
export class ConsoleSettling {
  readonly #options: SettleOptions;

  constructor(options: SettleOptions) {
    this.#options = options;
  }

  /** @param path `/mails`, `/runs` or `/letters`. @throws {Refusal} */
  list(path: string): Promise<object> {
    if (path === "/mails") return this.#mails();
    if (path === "/runs") return this.#left();
    if (path === "/letters") return this.#letters();
    throw new Refusal("NotFound", "There is no such list.", 404);
  }

  /** @param path `/letters`; of a mail nothing. @throws {Refusal} */
  order(path: string, body: string): Promise<Done> {
    return path === "/letters" ? this.#settleLetters(body) : this.#settle(body);
  }

  /** As `bin/trainer mail --unknown`. */
  async #mails(): Promise<OpenMails> {
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
  async #settle(body: string): Promise<Done> {
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

  /** As `bin/trainer dead-letters`. */
  async #letters(): Promise<DeadLettersView> {
    return { queues: await this.#options.letters.read() };
  }

  /** As `bin/trainer dead-letters --put-back` and `--delete`. @throws {Refusal} */
  async #settleLetters(body: string): Promise<Done> {
    const order = letterOrderSchema.safeParse(jsonOrUndefined(body)).data;
    if (order === undefined)
      throw new Refusal("BadRequest", "This says of no queue what is to be done with it.", 400);
    try {
      return { said: await this.#options.letters.settle(order) };
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** Runs that have ended, and that left something which no later run has taken up; the latest first. */
  async #left(): Promise<LeftRuns> {
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
    const { bucket } = this.#options;
    const left: Left[] = [];
    let count = 0;
    let lookedUp = 0;
    const look = (part: ReportPart): Promise<Left | undefined> => {
      lookedUp += part.in === "mails.problems" ? 1 : 0;
      return leftIn(bucket, part, lookedUp <= mostLookedUp);
    };
    try {
      for await (const one of mapBounded(problemParts(bucket, record.runId), parallelReads, look)) {
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
