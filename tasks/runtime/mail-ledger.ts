import {
  type MailLedger,
  type OnceOutcome,
  sendOnce as once,
  sendTogether as together,
} from "../../adapters/mail/mail-ledger.ts";
import type { SendOutcome } from "../../adapters/mail/mailer.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { SenderId } from "../../course/mail/mail-record.ts";
import { logger } from "./logger.ts";

const ledgerOf = (store: ObjectStore): MailLedger => ({
  store,
  onUnrecorded: (state) => logger.error("What became of a mail could not be written down.", { state }),
});

/** As in adapters/mail/mail-ledger.ts. */
export const sendTogether = (
  store: ObjectStore,
  keys: readonly string[],
  runId: SenderId,
  send: (claimed: readonly string[]) => Promise<SendOutcome>,
): Promise<ReadonlyMap<string, OnceOutcome>> => together(ledgerOf(store), keys, runId, send);

/** As in adapters/mail/mail-ledger.ts. */
export const sendOnce = (
  store: ObjectStore,
  key: string,
  runId: SenderId,
  send: () => Promise<SendOutcome>,
): Promise<OnceOutcome> => once(ledgerOf(store), key, runId, send);
