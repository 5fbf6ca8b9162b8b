import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Clock } from "../clock.ts";
import type { PlannedStage } from "../template/plan.ts";
import type { Answer, Call } from "./call.ts";
import { Refusal } from "./refusal.ts";
import type { RestApi } from "./rest-api.ts";

/** API Gateway's limit of a request's body, in bytes. */
const longestBodyBytes = 10 * 1024 * 1024;

export interface ServedApi {
  readonly restApi: RestApi;
  readonly api: Call["api"];
}

export interface FrontDoor {
  /** Without a slash at its end. */
  readonly url: string;
  /** Opens the APIs' stages: `/<stage>/...`. */
  serve(apis: readonly ServedApi[]): void;
  /** Answers whatever is under `/<name>` and is no stage's. */
  mount(name: string, listener: RequestListener): void;
  /** Answers whatever is under no stage and no mount; without it that is a 404. */
  fallback(listener: RequestListener): void;
  /** Ends open connections too; again does nothing. */
  close(): Promise<void>;
}

export interface FrontDoorSettings {
  /** 0: any free one. */
  readonly port: number;
  readonly host?: string;
  readonly clock: Clock;
}

const send = (response: ServerResponse, requestId: string, { status, headers, body }: Answer): void => {
  response.statusCode = status;
  response.setHeader("x-amzn-RequestId", requestId);
  for (const [name, value] of headers) {
    if (name.toLowerCase() === "content-type") response.setHeader(name, value);
    else response.appendHeader(name, value);
  }
  response.end(body);
};

/** Of the answers outside all stages: as guarded as those of an API. */
const ownHeaders: Answer["headers"] = [
  ["Content-Type", "application/json; charset=utf-8"],
  ["Cache-Control", "no-store"],
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
];

const sendJson = (response: ServerResponse, code: number, body: string): void =>
  send(response, randomUUID(), {
    status: code,
    headers: ownHeaders,
    body: JSON.stringify({ code, body }),
  });

/** Keeps nothing beyond the limit. What else comes is read and thrown away, so that the client hears the answer. */
const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  if (Number(request.headers["content-length"] ?? 0) > longestBodyBytes)
    throw new Refusal("REQUEST_TOO_LARGE");
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > longestBodyBytes) throw new Refusal("REQUEST_TOO_LARGE");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const pairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : []));

const callOf = (
  request: IncomingMessage,
  { api }: ServedApi,
  stage: PlannedStage,
  target: { readonly path: string; readonly query: string },
  receivedMs: number,
): Call => ({
  api,
  stage,
  requestId: randomUUID(),
  method: request.method ?? "GET",
  path: target.path,
  query: new URLSearchParams(target.query),
  headers: pairs(request.rawHeaders),
  sourceIp: (request.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
  receivedMs,
});

/** Splits `/stage/path?query`; nothing is decoded or normalised, so no part can turn into another. */
const splitTarget = (url: string): { stage: string; path: string; query: string } => {
  const [, beforeQuery = "", query = ""] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const [, stage = "", path = ""] = /^\/([^/]*)(.*)$/s.exec(beforeQuery) ?? [];
  return { stage, path: path === "" ? "/" : path, query };
};

const serverOf = (answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Server => {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on("clientError", (_, socket) => {
    socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  return server;
};

const listen = async (server: Server, port: number, host: string): Promise<void> => {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The front door can't open at port ${port}; choose another one. (${why})`);
  }
};

/** With the port that is really listened on, where any free one was asked for. */
const urlOf = (server: Server, port: number, host: string): string => {
  const address = server.address();
  const actualPort = typeof address === "object" && address ? address.port : port;
  return `http://${host.includes(":") ? `[${host}]` : host}:${actualPort}`;
};

/** Opens the front door, on the loopback address unless told otherwise. Until `serve` is called it answers 503. */
export const openFrontDoor = async ({
  port,
  host = "127.0.0.1",
  clock,
}: FrontDoorSettings): Promise<FrontDoor> => {
  let served: readonly ServedApi[] | undefined;
  const mounts = new Map<string, RequestListener>();
  let fallback: RequestListener = (_, response) =>
    sendJson(response, 404, "There is nothing at this address. Check it against the API's URL.");

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const receivedMs = clock.now();
    response.setHeader("Date", new Date(receivedMs).toUTCString());
    if (!served) return sendJson(response, 503, "The region is starting. Try again in a moment.");
    const target = splitTarget(request.url ?? "/");
    const at = served.find(({ api }) => api.stages.some(({ name }) => name === target.stage));
    const stage = at?.api.stages.find(({ name }) => name === target.stage);
    if (!at || !stage) return (mounts.get(target.stage) ?? fallback)(request, response);
    const call = callOf(request, at, stage, target, receivedMs);
    send(response, call.requestId, await at.restApi.answer(call, () => readBody(request)));
  };

  const server = serverOf(answer);
  await listen(server, port, host);
  return {
    url: urlOf(server, port, host),
    serve: (apis) => {
      served = apis;
    },
    mount: (name, listener) => void mounts.set(name, listener),
    fallback: (listener) => {
      fallback = listener;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
