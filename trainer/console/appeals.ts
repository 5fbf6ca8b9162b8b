import type { SESClient } from "@aws-sdk/client-ses";
import { SesMailer } from "../../adapters/mail/mailer.ts";
import { parseAppealId } from "../../course/appeals/appeal-ref.ts";
import {
  type AnsweredAppeal,
  type AppealList,
  answerRequestSchema,
} from "../../course/appeals/listed-appeal.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { answerAppeal } from "../appeals/answer-appeal.ts";
import { listAppeals } from "../appeals/list-appeals.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { asRefusal, Refusal } from "./refusal.ts";

/** A view of more is no view that one reads; the command lists all. */
const mostShown = 200;

/** What students think is wrong with a question, and the way to answer. */
export class ConsoleAppeals {
  readonly #bucket: CourseBucket;
  readonly #mailer: SesMailer;
  readonly #pageUrl: string | null;

  constructor(bucket: CourseBucket, ses: SESClient, pageUrl: string | null) {
    this.#bucket = bucket;
    this.#mailer = new SesMailer(ses);
    this.#pageUrl = pageUrl;
  }

  list(all: boolean): Promise<AppealList> {
    return listAppeals(this.#bucket, { all, most: mostShown });
  }

  /** As `bin/trainer appeals answer`. @throws {Refusal} in the words of that command. */
  async answer(body: string): Promise<AnsweredAppeal> {
    const request = answerRequestSchema.safeParse(jsonOrUndefined(body));
    const ref = parseAppealId(request.data?.id ?? "");
    if (!request.success || ref === null)
      throw new Refusal("BadRequest", "This is no answer to an appeal.", 400);
    const { text, decision, seenAt } = request.data;
    // What could not be written down is found by the next call with the same answer.
    const deps = {
      bucket: this.#bucket,
      mailer: this.#mailer,
      pageUrl: this.#pageUrl,
      note: () => undefined,
    };
    try {
      return await answerAppeal(deps, { ref, text, decision, seenAt });
    } catch (error) {
      throw asRefusal(error);
    }
  }
}
