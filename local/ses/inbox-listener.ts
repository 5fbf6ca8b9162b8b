import type { RequestListener, ServerResponse } from "node:http";
import { z } from "zod";
import type { MailFile } from "./mail-file.ts";

const mostMails = 1_000;

/** In characters: a class's mails are some kilobytes each, a gradebook megabytes. */
const mostLength = 8 * 1024 * 1024;

const send = (response: ServerResponse, status: number, answer: object): void => {
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" })
    .end(JSON.stringify(answer));
};

const afterSchema = z.coerce.number().int().nonnegative().default(0);

const answerStore = async (mails: MailFile, target: URL, response: ServerResponse): Promise<void> => {
  const after = afterSchema.safeParse(target.searchParams.get("after") ?? undefined);
  if (target.pathname !== "/store") {
    return send(response, 404, { message: "The inbox has GET /store?after=NUMBER." });
  }
  if (!after.success) {
    return send(response, 400, { message: "after is the number that the page before gave as next." });
  }
  const { mails: emails, next } = await mails.after(after.data, mostMails, mostLength);
  send(response, 200, { emails, ...(next === undefined ? {} : { next }) });
};

/**
 * The inbox for programs: `GET /store` gives the mails as JSON, oldest first, `{emails: [...], next?}`. Where there is a
 * `next`, `GET /store?after=<next>` gives the next ones.
 */
export const inboxListener =
  (mails: MailFile, log: (line: string) => void): RequestListener =>
  (request, response) => {
    if (request.method !== "GET") {
      send(response, 405, { message: "The inbox is read by GET." });
      return;
    }
    answerStore(mails, new URL(request.url ?? "/", "http://inbox"), response).catch((error: unknown) => {
      log(`The inbox failed: ${error instanceof Error ? error.stack : String(error)}`);
      if (response.headersSent) response.destroy();
      else send(response, 500, { message: "The region's log has the reason." });
    });
  };
