import { countOpenAppeals, mostCounted } from "../../adapters/appeals.ts";
import type { Mailer } from "../../adapters/mail/mailer.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { Instant } from "../../course/ids.ts";
import { trainerEnvelope } from "../../course/mail/envelope.ts";
import { openAppealsMail } from "../../course/mail/open-appeals-mail.ts";
import { noticeIdOf } from "../../course/notices/notice.ts";
import { dateOf } from "../../course/notices/notice-plan.ts";
import type { Settings } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { isError } from "../../course/unknown-value.ts";
import { logger } from "../runtime/logger.ts";
import { sendOnce } from "../runtime/mail-ledger.ts";

export interface TellOfAppealsDeps {
  readonly store: ObjectStore;
  readonly mailer: Mailer;
}

/**
 * Mails the trainer, at most once a day, while appeals wait for an answer. A failure is logged only: it must not stop the
 * students' notices, and the next day tells of the same appeals.
 */
export const tellOfAppeals = async (
  settings: Settings,
  at: Instant,
  { store, mailer }: TellOfAppealsDeps,
): Promise<void> => {
  try {
    const count = await countOpenAppeals(store);
    if (count === 0) return;
    const mail = openAppealsMail(settings.title, count, mostCounted);
    const key = keys.appealsMail(dateOf(at, settings.timeZone));
    const { status } = await sendOnce(store, key, noticeIdOf(at), () =>
      mailer.send(trainerEnvelope(settings), mail),
    );
    logger.info("Told the trainer of open appeals.", { count, status });
  } catch (error) {
    const errorName = isError(error) ? error.name : "unknown";
    logger.error("The trainer could not be told of open appeals.", { errorName });
  }
};
