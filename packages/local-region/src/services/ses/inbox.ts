import { randomUUID } from "node:crypto";
import { Clock } from "../../clock.ts";
import { type Door, openDoor } from "../../http/door.ts";
import { ownHosts } from "../../http/own-hosts.ts";
import type { AwsService } from "../../ports.ts";
import { RegionError } from "../../region-error.ts";
import { bareAddress } from "./address-list.ts";
import { type InboxAnswer, inboxAnswer, sendJson } from "./inbox-answer.ts";
import type { NewMail } from "./mail.ts";
import type { MailCall } from "./mail-call.ts";
import { MailFile } from "./mail-file.ts";
import { recipientsOf } from "./mail-parties.ts";
import { readMailRequest } from "./mail-requests.ts";
import { MimeReader } from "./mime-reader.ts";
import { mailOf } from "./raw-mail.ts";

export interface InboxOptions {
  /** SQLite file, made when it isn't there. */
  readonly dataFile: string;
  readonly host: "127.0.0.1";
  /** 0: any free one. */
  readonly port: number;
  /** Gives the mails' dates; the machine's time when left out. */
  readonly clock?: Clock;
  /** The identities that ListIdentities gives; none when left out. */
  readonly identities?: readonly string[];
  /** Called with faults of the inbox itself. By default they go to standard error. */
  readonly log?: (line: string) => void;
}

export interface Inbox {
  /** SES's API for its clients: sending by versions 1 and 2, and version 1's questions about the account. */
  readonly service: AwsService;
  /** `<url>/store` gives all mails as JSON, page by page; `<url>/mails` the latest, or those with some words. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const secondsOfDay = 86_400;

/** Mails to SES's mailbox simulator reach nobody. */
const isSimulator = (recipient: string): boolean =>
  bareAddress(recipient).toLowerCase().endsWith("@simulator.amazonses.com");

/** Carries out a call that was checked. */
class Desk {
  readonly #file: MailFile;
  readonly #clock: Clock;
  readonly #reader = new MimeReader();

  readonly #identities: readonly string[];

  constructor(file: MailFile, clock: Clock, identities: readonly string[]) {
    this.#file = file;
    this.#clock = clock;
    this.#identities = identities;
  }

  readonly service: AwsService = async (request) => {
    const call = readMailRequest(request);
    if (call.kind === "question") {
      const sentLastDay = this.#file.sentAfter(this.#now() - secondsOfDay);
      return call.answer({ sentLastDay, identities: this.#identities });
    }
    return call.answer(await this.#accept(await this.#read(call)));
  };

  close(): void {
    this.#reader.close();
    this.#file.close();
  }

  async #read(call: Exclude<MailCall, { kind: "question" }>): Promise<NewMail> {
    if (call.kind === "mail") return call.mail;
    return mailOf(call.mail, await this.#reader.read(call.mail.source));
  }

  /** Resolves with the message id once the mail is on the disk and in the inbox. */
  async #accept(mail: NewMail): Promise<string> {
    const messageId = `ses-${randomUUID()}`;
    if (!recipientsOf(mail).every(isSimulator)) {
      await this.#file.add({ ...mail, messageId, at: this.#now() });
    }
    return messageId;
  }

  /** Seconds since 1970. */
  #now(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}

/** Opens the port for programs; no page may read it. */
const openPort = async ({ host, port }: InboxOptions, answer: InboxAnswer): Promise<Door> => {
  try {
    return await openDoor({
      address: host,
      port,
      hosts: ownHosts({ address: host }),
      takesVisitors: false,
      answer,
      reject: ({ status, sentence }, _, response) => sendJson(response, status, { message: sentence }),
    });
  } catch (error) {
    const message = `The inbox could not listen on port ${port} of ${host}; is another program using it?`;
    throw new RegionError(message, { cause: error });
  }
};

/** Starts the region's SES. Mails are kept in an inbox that outlives the process. */
export const startInbox = async (options: InboxOptions): Promise<Inbox> => {
  const { dataFile, clock = new Clock(), identities = [], log = console.error } = options;
  const file = new MailFile(dataFile);
  const desk = new Desk(file, clock, identities);
  try {
    const door = await openPort(options, inboxAnswer(file, log));
    const close = async () => {
      await door.close();
      desk.close();
    };
    return { service: desk.service, url: door.url, port: door.port, close };
  } catch (error) {
    desk.close();
    throw error;
  }
};
