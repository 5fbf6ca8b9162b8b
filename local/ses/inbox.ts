import type { Server } from "node:http";
import ses from "aws-ses-v2-local";
import { z } from "zod";
import { Clock } from "../clock.ts";
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from "../ports.ts";
import { answerTo } from "./answer.ts";
import { checkMailRequest } from "./mail-requests.ts";
import { type MailStore, openMailStore } from "./mail-store.ts";
import { sendEmail } from "./send-email.ts";

/** The library works in memory; a mail with a large attachment takes it well under a second. */
const answerTimeoutMs = 30_000;

export interface InboxOptions {
  /** SQLite file, made when it isn't there. */
  readonly dataFile: string;
  readonly host: "127.0.0.1";
  /** 0: any free one. */
  readonly port: number;
  /** Dates the mails; the machine's time when left out. */
  readonly clock?: Clock;
}

export interface Inbox {
  /** SES as its clients speak it: SendEmail, SendRawEmail and GetSendQuota of version 1, and sending of version 2. */
  readonly service: AwsService;
  /** The page that shows the mails; `<url>/store` gives them as JSON. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the region's SES: mails land in an inbox that outlives the process. With SMTP_TRANSPORT set (a nodemailer
 * transport as JSON) each is forwarded once, when it is sent. One inbox a process. Rejects when SMTP_TRANSPORT is no JSON.
 */
export const startInbox = async ({ dataFile, host, port, clock }: InboxOptions): Promise<Inbox> => {
  checkTransport(process.env.SMTP_TRANSPORT);
  const store = openMailStore(dataFile, clock ?? new Clock());
  const server = await ses.default({ host, port });
  const url = urlOf(server, host);
  if (url === undefined) {
    store.close();
    throw new Error(`The inbox could not listen on port ${port} of ${host}; is another program using it?`);
  }
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        store.close();
        resolve();
      });
      server.closeAllConnections();
    });
  return { service: serviceOf(url, store), url, close };
};

const checkTransport = (transport: string | undefined): void => {
  if (!transport?.trim()) return;
  try {
    JSON.parse(transport);
  } catch {
    throw new Error(
      'SMTP_TRANSPORT must be a nodemailer transport as JSON, such as {"host":"smtp.example.com","port":587}.',
    );
  }
};

/** undefined: it does not listen. The library says so in no other way. */
const urlOf = (server: Server, host: string): string | undefined => {
  const address = server.address();
  return address !== null && typeof address === "object" ? `http://${host}:${address.port}` : undefined;
};

/** In the words of SES: -1 is without a limit. */
const unlimited = { Max24HourSend: "-1.0", MaxSendRate: "-1.0" };

const serviceOf =
  (url: string, store: MailStore): AwsService =>
  async (request) => {
    const call = checkMailRequest(request);
    if (call?.get("Action") === "SendEmail") return sendEmail(call, store);
    if (call?.get("Action") === "GetSendQuota") {
      return answerTo("GetSendQuota", { ...unlimited, SentLast24Hours: `${store.sentLastDay()}.0` });
    }
    const answer = await fetch(`${url}${request.path}`, {
      method: request.method,
      headers: forwardedHeaders(request),
      body: new Uint8Array(request.body),
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    return toResponse(answer.status, await answer.text(), request);
  };

/** The library wants a signature of some kind; the endpoint has looked at it already. */
const forwardedHeaders = ({ headers }: AwsRequest): Record<string, string> => ({
  authorization: "AWS4-HMAC-SHA256",
  "content-type": headers["content-type"] ?? "application/json",
});

const errorSchema = z.object({ message: z.string(), detail: z.string().optional() });

const toResponse = (status: number, body: string, { path }: AwsRequest): AwsResponse => {
  const isVersion2 = path.startsWith("/v2/");
  if (status < 400) {
    return { status, headers: { "content-type": isVersion2 ? "application/json" : "text/xml" }, body };
  }
  if (status >= 500) throw new Error(`The SES library answered ${status}: ${body}`);
  const { message, detail } = errorSchema.parse(JSON.parse(body));
  const reason = detail?.replace("aws-ses-v2-local: ", "") ?? message;
  throw new AwsError(isVersion2 ? "BadRequestException" : "InvalidParameterValue", reason, status);
};
