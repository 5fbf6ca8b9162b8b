import { randomUUID } from "node:crypto";
import store, { type Email } from "aws-ses-v2-local/dist/store.js";
import util from "aws-ses-v2-local/dist/util.js";
import type { Clock } from "../clock.ts";
import { MailFile } from "./mail-file.ts";

const { saveEmail, clearStore } = store;
const { getMessageId, getCurrentTimestamp } = util;

const secondsOfDay = 86_400;

let isOpen = false;

/** A mail as it is accepted; id and time are given to it. */
export type NewMail = Omit<Email, "messageId" | "at">;

export interface MailStore {
  /** Resolves with the message id once the mail is on the disk and in the inbox. */
  accept(mail: NewMail): Promise<string>;
  /** Mails of the last 24 hours. */
  sentLastDay(): number;
  close(): void;
}

/**
 * Makes the library's inbox, which it keeps in its module's memory, outlive the process: a mail is on the disk before it
 * is in the inbox or forwarded, and what is on the disk is in the inbox from the start (not forwarded again). Message ids
 * become unique (the library draws nine digits) and times the region's, until the store is closed.
 */
export const openMailStore = (dataFile: string, clock: Clock): MailStore => {
  if (isOpen) throw new Error("This process has an inbox already, and the SES library knows only one.");
  const file = new MailFile(dataFile);
  clearStore();
  store.getStoreReadonly().emails.push(...file.mails());
  const newId = (): string => `ses-${randomUUID()}`;
  const now = (): number => Math.floor(clock.now() / 1000);
  Object.assign(util, { getMessageId: newId, getCurrentTimestamp: now });
  Object.assign(store, {
    saveEmail: (mail: Parameters<typeof saveEmail>[0]) => {
      file.addNow(mail);
      saveEmail(mail);
    },
    clearStore: () => {
      file.clear();
      clearStore();
    },
  });
  isOpen = true;
  return {
    accept: async (mail) => {
      const accepted = { ...mail, messageId: newId(), at: now() };
      await file.add(accepted);
      saveEmail(accepted);
      return accepted.messageId;
    },
    sentLastDay: () => store.getStoreReadonly().emails.filter(({ at }) => at > now() - secondsOfDay).length,
    close: () => {
      Object.assign(store, { saveEmail, clearStore });
      Object.assign(util, { getMessageId, getCurrentTimestamp });
      file.close();
      clearStore();
      isOpen = false;
    },
  };
};
