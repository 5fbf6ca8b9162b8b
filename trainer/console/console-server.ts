import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import * as z from "zod";
import { questionIdSchema, runIdSchema } from "../../course/ids.ts";
import type { PageFile } from "../../web/build/build-page.ts";
import { dataHeaders, readText, sendJson, sendRefusal, sendText } from "./answer.ts";
import type { ConsoleAppeals } from "./appeals.ts";
import type { ChangeFeed } from "./change-feed.ts";
import type { CourseViews } from "./course-views.ts";
import type { Gatekeeper } from "./gatekeeper.ts";
import { type Inbox, noInbox } from "./inbox.ts";
import type { ConsoleBucket } from "./objects.ts";
import { fileHeaders, safetyHeaders } from "./page-headers.ts";
import { Refusal, refusalOf } from "./refusal.ts";
import type { RunList } from "./run-list.ts";
import type { GiveRunOrder } from "./run-orders.ts";
import type { SeenRunStudents } from "./run-students.ts";
import type { ConsoleSettling } from "./settle.ts";
import { signIn } from "./sign-in.ts";
import type { StepFunctionsCall } from "./step-functions.ts";

/** The course that is shown. */
export interface ConsoleCourse {
  readonly stackName: string;
  /** Outputs of its stack: `BucketName`, `StateMachineArn`, and `NoticesStateMachineArn` where it sends notices. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly account: string;
  readonly region: string;
  /** By which a command finds this course, as a shell reads them: `--local`. */
  readonly commandOptions: readonly string[];
}

export interface ConsoleServerOptions {
  /** The built page; one is `index.html`. */
  readonly files: readonly PageFile[];
  readonly gatekeeper: Gatekeeper;
  readonly course: ConsoleCourse;
  readonly callStepFunctions: StepFunctionsCall;
  readonly bucket: ConsoleBucket;
  readonly views: CourseViews;
  readonly runs: RunList;
  readonly runStudents: SeenRunStudents;
  readonly appeals: ConsoleAppeals;
  readonly settling: ConsoleSettling;
  readonly orderRun: GiveRunOrder;
  /** undefined: nothing keeps the mails that were sent. */
  readonly inbox: Inbox | undefined;
  readonly changes: ChangeFeed;
  /** What an execution cost, as the page shows it; undefined: that was not counted. */
  readonly costsOf: (executionArn: string) => object | undefined;
  /** The services' time, in milliseconds since 1970. */
  readonly now: () => number;
  /** Called with the console's own faults. */
  readonly log: (line: string) => void;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: URL;
  /** The undecoded rest after the route's name: `/a/b`, or nothing. */
  readonly rest: string;
}

type Route = (options: ConsoleServerOptions, call: Call) => void | Promise<void>;

/** @throws {Refusal} */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal("BadAddress", `${part} is no part of an address.`, 400);
  }
};

const answerStates: Route = async ({ callStepFunctions }, { request, response, rest }) => {
  if (request.method !== "POST") throw new Refusal("MethodNotAllowed", "Call Step Functions by POST.", 405);
  const answer = await callStepFunctions(rest.slice(1), await readText(request));
  sendJson(response, 200, answer);
};

/** `/<bucket>/<key>`. */
const answerObjects: Route = async ({ bucket }, { response, rest }) => {
  const [, name = "", ...key] = rest.split("/");
  bucket.check(decoded(name));
  if (key.length === 0) throw new Refusal("NotFound", "The console reads objects by their key only.", 404);
  sendText(response, 200, await bucket.text(decoded(key.join("/"))));
};

/** The most entries of a list that one call may ask for, and what it gets when it asks for no number. */
const mostEntries = 1_000;
const usualEntries = 20;

const mostIn = ({ searchParams }: URL): number => {
  const asked = Math.trunc(Number(searchParams.get("most") ?? usualEntries));
  return Math.min(Math.max(asked || usualEntries, 1), mostEntries);
};

const supposedSchema = z.object({ questionId: questionIdSchema, answerId: z.string().min(1) });

/** `/tests`, and of `/tests/<subject>/<testId>`: itself, `/analysis`, `/regrade?look=...&questionId=...&answerId=...`. */
const answerTests: Route = async ({ views }, { response, rest, target: { searchParams } }) => {
  const [, , subject, testId = "", part] = rest.split("/");
  if (subject === undefined) return sendJson(response, 200, await views.tests());
  const path = `${decoded(subject)}/${decoded(testId)}`;
  if (part === "analysis") return sendJson(response, 200, await views.analysis(path));
  if (part !== "regrade") return sendJson(response, 200, await views.test(path));
  const supposed = supposedSchema.safeParse(Object.fromEntries(searchParams)).data;
  sendJson(response, 200, await views.regrade(path, searchParams.get("look") ?? "", supposed));
};

/** `/runs/<runId>/students?words=...&by=<column>&order=down`. */
const answerRunStudents: Route = async ({ runStudents }, { response, target: { searchParams }, rest }) => {
  const [, , id = "", list] = rest.split("/");
  const runId = runIdSchema.safeParse(decoded(id)).data;
  if (runId === undefined || list !== "students") throw new Refusal("NotFound", "There is no such run.", 404);
  const wanted = {
    words: searchParams.get("words") ?? "",
    by: Math.trunc(Number(searchParams.get("by"))) || 0,
    isDescending: searchParams.get("order") === "down",
  };
  sendJson(response, 200, await runStudents.find(runId, wanted));
};

/** `/gradebook?words=...`, `/gradebook.csv`, `/students/<id>?most=...`, `/tests...`, `/progress`, `/runs?most=...`, `/costs`. */
const answerCourse: Route = async (options, call) => {
  const { views, runs } = options;
  const { response, target, rest } = call;
  const [, view = "", id] = rest.split("/");
  if (view === "gradebook") {
    return sendJson(response, 200, await views.gradebook(target.searchParams.get("words") ?? ""));
  }
  if (view === "gradebook.csv") {
    const file = { "content-type": "text/csv; charset=utf-8", "content-disposition": "attachment" };
    response.writeHead(200, { ...dataHeaders, ...file }).end(await views.csv());
    return;
  }
  if (view === "runs" && id !== undefined) return answerRunStudents(options, call);
  if (view === "runs") return sendJson(response, 200, await runs.page(mostIn(target)));
  if (view === "tests") return answerTests(options, call);
  if (view === "progress") return sendJson(response, 200, await views.progress());
  if (view === "costs") return sendJson(response, 200, await views.costs());
  if (view !== "students" || id === undefined) throw new Refusal("NotFound", "There is no such view.", 404);
  sendJson(response, 200, await views.student(decoded(id), mostIn(target)));
};

/** `POST` of an order to a run. */
const answerRuns: Route = async ({ orderRun }, { request, response }) => {
  if (request.method !== "POST") throw new Refusal("MethodNotAllowed", "Order runs by POST.", 405);
  sendJson(response, 200, await orderRun(await readText(request)));
};

/** `GET` of a list, and `POST` of what is to be done with one of its entries. */
const answerSettle: Route = async ({ settling }, { request, response, rest }) => {
  const isOrder = request.method === "POST";
  const answer = isOrder ? settling.order(rest, await readText(request)) : settling.list(rest);
  sendJson(response, 200, await answer);
};

/** `GET ?all=yes`, and `POST` of an answer. */
const answerAppeals: Route = async ({ appeals }, { request, response, target }) => {
  if (request.method === "POST")
    return sendJson(response, 200, await appeals.answer(await readText(request)));
  sendJson(response, 200, await appeals.list(target.searchParams.get("all") === "yes"));
};

/**
 * For a mail as its recipient sees it: with its own styles, without scripts, and with nothing loaded from elsewhere. Its
 * links open in a new tab, as in a mail client.
 */
const mailHeaders: Readonly<Record<string, string>> = {
  ...safetyHeaders,
  "cache-control": "no-store",
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
};

const answerMails: Route = async ({ inbox }, { response, target, rest }) => {
  const [, id = "", form] = rest.split("/");
  const query = target.searchParams;
  if (inbox === undefined) throw noInbox();
  if (id === "") {
    const from = Math.max(0, Math.trunc(Number(query.get("from") ?? 0)) || 0);
    return sendJson(response, 200, await inbox.page(query.get("words") ?? "", from));
  }
  const mail = await inbox.mail(decoded(id));
  if (form !== "html") return sendJson(response, 200, mail);
  const html = mail.body.html ?? "";
  response.writeHead(200, mailHeaders).end(html.replace(/<head[^>]*>/i, '$&<base target="_blank">'));
};

const answerCosts: Route = ({ costsOf }, { response, target }) => {
  const costs = costsOf(target.searchParams.get("executionArn") ?? "");
  if (!costs) throw new Refusal("NothingCounted", "What this execution used was not counted.", 404);
  sendJson(response, 200, costs);
};

const routes: Readonly<Record<string, Route>> = {
  region: ({ course, inbox, now }, { response }) =>
    sendJson(response, 200, { ...course, hasInbox: inbox !== undefined, now: now() }),
  states: answerStates,
  objects: answerObjects,
  course: answerCourse,
  appeals: answerAppeals,
  runs: answerRuns,
  settle: answerSettle,
  mails: answerMails,
  costs: answerCosts,
  changes: ({ changes }, { response }) => changes.open(response),
};

const sendFile = ({ files }: ConsoleServerOptions, { response, request, target }: Call): void => {
  const name = target.pathname === "/console/" ? "index.html" : target.pathname.slice("/console/".length);
  const file = files.find(({ path }) => path === name);
  if (!file) throw new Refusal("NotFound", "The console has no such page. Its own is at /console/.", 404);
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new Refusal("MethodNotAllowed", "Pages are read by GET.", 405);
  }
  response.writeHead(200, fileHeaders(file)).end(request.method === "HEAD" ? undefined : file.body);
};

const answer = async (options: ConsoleServerOptions, request: IncomingMessage, response: ServerResponse) => {
  const target = new URL(request.url ?? "/", "http://console");
  const rejection = options.gatekeeper.check(request, target);
  if (rejection?.isSignIn) return signIn(options.gatekeeper, request, response);
  if (rejection) return sendText(response, rejection.status, `${rejection.sentence}\n`);
  const [, route = "", rest = ""] = /^\/console\/api\/(\w+)(.*)$/.exec(target.pathname) ?? [];
  const run = Object.hasOwn(routes, route) ? routes[route] : undefined;
  if (run) await run(options, { request, response, target, rest });
  else if (["/", "/console"].includes(target.pathname))
    response.writeHead(308, { location: "/console/" }).end();
  else sendFile(options, { request, response, target, rest });
};

/**
 * The console under `/console`: a built page, and its calls of the course's Step Functions, S3 and mails. It keeps no data,
 * so it can't disagree with them. What a page would have to load much for is made here, by the rules of `course/`.
 */
export const consoleListener =
  (options: ConsoleServerOptions): RequestListener =>
  (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      const refusal = refusalOf(error);
      if (refusal) return sendRefusal(response, refusal);
      options.log(`The console failed: ${error instanceof Error ? error.stack : String(error)}`);
      const why = "The console failed; what started it has said why.";
      sendRefusal(response, new Refusal("InternalFailure", why, 500));
    });
  };
