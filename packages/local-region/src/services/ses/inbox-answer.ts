import type { ServerResponse } from "node:http";
import * as z from "zod";
import type { DoorSettings } from "../../http/door.ts";
import { stackOf } from "../../message-of.ts";
import type { MailFile } from "./mail-file.ts";

export type InboxAnswer = DoorSettings["answer"];

const mostMails = 1_000;

/** In characters: most mails are some kilobytes each, one with an attachment megabytes. */
const mostLength = 8 * 1024 * 1024;

export const sendJson = (response: ServerResponse, status: number, answer: object): void => {
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" })
    .end(JSON.stringify(answer));
};

const afterSchema = z.coerce.number().int().nonnegative().default(0);

const answerStore = async (mails: MailFile, target: URL, response: ServerResponse): Promise<void> => {
  const after = afterSchema.safeParse(target.searchParams.get("after") ?? undefined);
  if (target.pathname !== "/store") {
    return sendJson(response, 404, { message: "The inbox has GET /store?after=NUMBER." });
  }
  if (!after.success) {
    return sendJson(response, 400, { message: "after is the number that the page before gave as next." });
  }
  const { mails: emails, next } = await mails.after(after.data, mostMails, mostLength);
  sendJson(response, 200, { emails, ...(next === undefined ? {} : { next }) });
};

/**
 * The inbox for programs: `GET /store` gives the mails as JSON, oldest first, `{emails: [...], next?}`. Where there is a
 * `next`, `GET /store?after=<next>` gives the next ones.
 */
export const inboxAnswer =
  (mails: MailFile, log: (line: string) => void): InboxAnswer =>
  async (request, response) => {
    if (request.method !== "GET") return sendJson(response, 405, { message: "The inbox is read by GET." });
    try {
      await answerStore(mails, new URL(request.url ?? "/", "http://inbox"), response);
    } catch (error) {
      log(`The inbox failed: ${stackOf(error)}`);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { message: "The region's log has the reason." });
    }
  };
