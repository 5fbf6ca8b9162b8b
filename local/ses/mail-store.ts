import { randomUUID } from "node:crypto";
import store from "aws-ses-v2-local/dist/store.js";
import util from "aws-ses-v2-local/dist/util.js";
import type { Clock } from "../clock.ts";
import { MailFile } from "./mail-file.ts";

const { saveEmail, clearStore } = store;
const { getMessageId, getCurrentTimestamp } = util;

let isOpen = false;

/**
 * Makes the library's inbox, which it keeps in its module's memory, outlive the process: a mail is on the disk before it
 * is in the inbox or forwarded, and what is on the disk is in the inbox from the start (not forwarded again). Message ids
 * become unique (the library draws nine digits) and times the region's. Returns what undoes it all.
 */
export const openMailStore = (dataFile: string, clock: Clock): (() => void) => {
  if (isOpen) throw new Error("This process has an inbox already, and the SES library knows only one.");
  const file = new MailFile(dataFile);
  clearStore();
  store.getStoreReadonly().emails.push(...file.mails());
  Object.assign(util, {
    getMessageId: () => `ses-${randomUUID()}`,
    getCurrentTimestamp: () => Math.floor(clock.now() / 1000),
  });
  Object.assign(store, {
    saveEmail: (mail: Parameters<typeof saveEmail>[0]) => {
      file.add(mail);
      saveEmail(mail);
    },
    clearStore: () => {
      file.clear();
      clearStore();
    },
  });
  isOpen = true;
  return () => {
    Object.assign(store, { saveEmail, clearStore });
    Object.assign(util, { getMessageId, getCurrentTimestamp });
    clearStore();
    file.close();
    isOpen = false;
  };
};
