import type { ServerResponse } from "node:http";
import * as z from "zod";
import type { DoorSettings } from "../../http/door.ts";
import { stackOf } from "../../message-of.ts";
import type { MailFile } from "./mail-file.ts";

export type InboxAnswer = DoorSettings["answer"];

const mostMails = 1_000;

/** In characters: most mails have some kilobytes, those with an attachment megabytes. */
const mostLength = 8 * 1024 * 1024;

export const sendJson = (response: ServerResponse, status: number, answer: object): void => {
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" })
    .end(JSON.stringify(answer));
};

const countSchema = z.coerce.number().int().nonnegative().default(0);

const refused = (response: ServerResponse, message: string, status = 400): void =>
  sendJson(response, status, { message });

const answerStore = async (mails: MailFile, target: URL, response: ServerResponse): Promise<void> => {
  const after = countSchema.safeParse(target.searchParams.get("after") ?? undefined);
  if (!after.success) return refused(response, "after is the number that the page before gave as next.");
  const { mails: emails, next } = await mails.after(after.data, mostMails, mostLength);
  sendJson(response, 200, { emails, ...(next === undefined ? {} : { next }) });
};

const answerLatest = async (mails: MailFile, target: URL, response: ServerResponse): Promise<void> => {
  const from = countSchema.safeParse(target.searchParams.get("from") ?? undefined);
  if (!from.success) return refused(response, "from is the number that the page before gave as next.");
  sendJson(response, 200, await mails.page(target.searchParams.get("words") ?? "", from.data));
};

const answerMail = async (mails: MailFile, messageId: string, response: ServerResponse): Promise<void> => {
  const mail = await mails.get(messageId);
  if (mail) sendJson(response, 200, mail);
  else refused(response, `The inbox has no mail ${messageId}.`, 404);
};

const answerFor = async (mails: MailFile, target: URL, response: ServerResponse): Promise<void> => {
  if (target.pathname === "/store") return answerStore(mails, target, response);
  if (target.pathname === "/mails") return answerLatest(mails, target, response);
  const [, messageId] = /^\/mails\/([^/%]+)$/.exec(target.pathname) ?? [];
  if (messageId !== undefined) return answerMail(mails, messageId, response);
  refused(
    response,
    "The inbox has GET /store?after=NUMBER, /mails?words=TEXT&from=NUMBER and /mails/MESSAGE-ID.",
    404,
  );
};

/**
 * The inbox for programs. `GET /store` gives the mails as JSON, oldest first: `{emails: [...], next?}`. If there is a
 * `next`, `GET /store?after=<next>` gives the next page. `GET /mails?words=<text>` gives summaries of the mails with the
 * text in subject or address, newest first: `{mails: [...], total, next?}`; `&from=<next>` gives the next page.
 * `GET /mails/<messageId>` gives a whole mail.
 */
export const inboxAnswer =
  (mails: MailFile, log: (line: string) => void): InboxAnswer =>
  async (request, response) => {
    if (request.method !== "GET") return sendJson(response, 405, { message: "The inbox is read by GET." });
    try {
      await answerFor(mails, new URL(request.url ?? "/", "http://inbox"), response);
    } catch (error) {
      log(`The inbox failed: ${stackOf(error)}`);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { message: "The region's log has the reason." });
    }
  };
