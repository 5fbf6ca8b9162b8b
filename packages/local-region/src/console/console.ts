import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { CostBook } from "../costs/cost-book.ts";
import { costLines } from "../costs/cost-lines.ts";
import { stackOf } from "../message-of.ts";
import { AwsError, type AwsService, account, region } from "../ports.ts";
import type { MailReader } from "../services/ses/mail.ts";
import { dataHeaders, parsed, readText, sendError, sendJson } from "./answer.ts";
import type { ChangeFeed } from "./change-feed.ts";
import type { Gatekeeper } from "./gatekeeper.ts";
import { callObjects, callStates } from "./service-calls.ts";
import { signIn } from "./sign-in.ts";
import { fileHeaders, type StaticFile, safetyHeaders } from "./static-files.ts";

export interface ConsoleOptions {
  /** The built page; one is `index.html`. */
  readonly files: readonly StaticFile[];
  readonly gatekeeper: Gatekeeper;
  readonly states: AwsService;
  readonly objects: AwsService;
  readonly mails: MailReader;
  readonly changes: ChangeFeed;
  readonly costs: CostBook;
  readonly stackName: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The region's time, in milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (line: string) => void;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: URL;
  /** Undecoded, behind the route's name: `/a/b`, or nothing. */
  readonly rest: string;
}

type Route = (options: ConsoleOptions, call: Call) => void | Promise<void>;

const answerStates: Route = async ({ states }, { request, response, rest }) => {
  if (request.method !== "POST") throw new AwsError("MethodNotAllowed", "Call Step Functions by POST.", 405);
  const { status, body } = await callStates(states, rest.slice(1), await readText(request));
  const answer = parsed(body);
  sendJson(response, status, answer);
};

const answerObjects: Route = async ({ objects }, { response, target, rest }) => {
  const { status, headers = {}, body } = await callObjects(objects, rest, target.searchParams);
  const etag = headers.etag === undefined ? {} : { etag: headers.etag };
  response.writeHead(status, { ...dataHeaders, ...etag, "content-type": "text/plain; charset=utf-8" });
  response.end(body);
};

/**
 * A mail as its reader sees it: with its own styles, without scripts, and with nothing loaded from elsewhere. Its links open
 * beside the console, as a mail client opens them.
 */
const mailHeaders: Readonly<Record<string, string>> = {
  ...safetyHeaders,
  "cache-control": "no-store",
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
};

const answerMails: Route = async ({ mails }, { response, target, rest }) => {
  const [, id = "", form] = rest.split("/");
  const query = target.searchParams;
  if (id === "") {
    const from = Math.max(0, Math.trunc(Number(query.get("from") ?? 0)) || 0);
    return sendJson(response, 200, await mails.page(query.get("words") ?? "", from));
  }
  const mail = await mails.get(decodeURIComponent(id));
  if (!mail) throw new AwsError("NoSuchMail", `The inbox has no mail ${decodeURIComponent(id)}.`, 404);
  if (form !== "html") {
    // What an attachment holds is not shown, and may be megabytes.
    const attachments = mail.attachments.map(({ content: _, ...attachment }) => attachment);
    return sendJson(response, 200, { ...mail, attachments });
  }
  const html = mail.body.html ?? "";
  response.writeHead(200, mailHeaders).end(html.replace(/<head[^>]*>/i, '$&<base target="_blank">'));
};

const answerCosts: Route = ({ costs }, { response, target }) => {
  const record = costs.of(target.searchParams.get("executionArn") ?? "");
  if (!record) throw new AwsError("NothingCounted", "What this execution used was not counted.", 404);
  const { units, ...how } = record;
  sendJson(response, 200, { ...how, lines: costLines(units) });
};

const answerRegion: Route = ({ stackName, outputs, now }, { response }) =>
  sendJson(response, 200, { stackName, outputs, account, region, now: now() });

const routes: Readonly<Record<string, Route>> = {
  region: answerRegion,
  states: answerStates,
  objects: answerObjects,
  mails: answerMails,
  costs: answerCosts,
  changes: ({ changes }, { response }) => changes.open(response),
};

const sendFile = ({ files }: ConsoleOptions, { response, request, target }: Call): void => {
  const name = target.pathname === "/console/" ? "index.html" : target.pathname.slice("/console/".length);
  const file = files.find(({ path }) => path === name);
  if (!file) throw new AwsError("NotFound", "The console has no such page. Its own is at /console/.", 404);
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new AwsError("MethodNotAllowed", "Pages are read by GET.", 405);
  }
  response.writeHead(200, fileHeaders(file)).end(request.method === "HEAD" ? undefined : file.body);
};

const answer = async (options: ConsoleOptions, request: IncomingMessage, response: ServerResponse) => {
  const target = new URL(request.url ?? "/", "http://console");
  const rejection = options.gatekeeper.check(request, target);
  if (rejection?.isSignIn) return signIn(options.gatekeeper, request, response);
  if (rejection) {
    const type = { "content-type": "text/plain; charset=utf-8" };
    response.writeHead(rejection.status, { ...dataHeaders, ...type }).end(`${rejection.sentence}\n`);
    return;
  }
  const [, route = "", rest = ""] = /^\/console\/api\/(\w+)(.*)$/.exec(target.pathname) ?? [];
  const run = Object.hasOwn(routes, route) ? routes[route] : undefined;
  if (run) await run(options, { request, response, target, rest });
  else if (target.pathname === "/console") response.writeHead(308, { location: "/console/" }).end();
  else sendFile(options, { request, response, target, rest });
};

/**
 * The console under `/console`: a built page, and the region's own Step Functions, S3 and SES as the owner sees
 * them. It keeps nothing of its own, so it can't disagree with them; what stored data means, only the page knows.
 */
export const consoleListener =
  (options: ConsoleOptions): RequestListener =>
  (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      if (error instanceof AwsError) return sendError(response, error);
      options.log(`The console failed: ${stackOf(error)}`);
      sendError(response, new AwsError("InternalFailure", "The region's log has the reason.", 500));
    });
  };
