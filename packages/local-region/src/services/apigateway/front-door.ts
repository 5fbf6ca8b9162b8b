import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Clock } from "../../clock.ts";
import { type Door, openDoor } from "../../http/door.ts";
import type { Rejection } from "../../http/foreign-caller.ts";
import { ownHosts } from "../../http/own-hosts.ts";
import { messageOf } from "../../message-of.ts";
import { RegionError } from "../../region-error.ts";
import type { PlannedStage } from "../../template/plan.ts";
import type { Answer, Call } from "./call.ts";
import { Refusal } from "./refusal.ts";
import type { RestApi } from "./rest-api.ts";

/** API Gateway's limit of a request's body, in bytes. */
const longestBodyBytes = 10 * 1024 * 1024;

export interface ServedApi {
  readonly restApi: RestApi;
  readonly api: Call["api"];
}

export interface FrontDoor extends Door {
  /** Opens the APIs' stages: `/<stage>/...`. */
  serve(apis: readonly ServedApi[]): void;
  /** Answers every request under `/<name>` that is not a stage's. */
  mount(name: string, listener: RequestListener): void;
  /** Answers every request that is under no stage and no mount; without a fallback these get a 404. */
  fallback(listener: RequestListener): void;
}

export interface FrontDoorSettings {
  /** 0: any free one. */
  readonly port: number;
  /**
   * Address of this machine.
   * @default 127.0.0.1
   */
  readonly host?: string;
  /**
   * Other names of the address.
   * @default - none
   */
  readonly names?: readonly string[];
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

/** Headers of the answers outside all stages, as strict as those of an API. */
const ownHeaders: Answer["headers"] = [
  ["Content-Type", "application/json; charset=utf-8"],
  ["Cache-Control", "no-store"],
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Referrer-Policy", "no-referrer"],
  ["Strict-Transport-Security", "max-age=31536000"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
];

const sendJson = (response: ServerResponse, code: number, body: string): void =>
  send(response, randomUUID(), {
    status: code,
    headers: ownHeaders,
    body: JSON.stringify({ code, body }),
  });

/** Keeps nothing beyond the limit. The rest is read and thrown away, so that the client gets the answer. */
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

/** Splits `/stage/path?query`. Nothing is decoded or normalised, so no part can become another. */
const splitTarget = (url: string): { stage: string; path: string; query: string } => {
  const [, beforeQuery = "", query = ""] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const [, stage = "", path = ""] = /^\/([^/]*)(.*)$/s.exec(beforeQuery) ?? [];
  return { stage, path: path === "" ? "/" : path, query };
};

const listening = async (opening: Promise<Door>, port: number): Promise<Door> => {
  try {
    return await opening;
  } catch (error) {
    const why = messageOf(error);
    throw new RegionError(`The front door can't open at port ${port}; choose another one. (${why})`);
  }
};

/** Opens the front door, by default on the loopback address. Until `serve` is called it answers 503. */
export const openFrontDoor = async ({
  port,
  host = "127.0.0.1",
  names = [],
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

  const hosts = ownHosts({ address: host, names });
  const reject = ({ status, sentence }: Rejection, _: IncomingMessage, response: ServerResponse): void =>
    sendJson(response, status, sentence);
  const door = await listening(
    openDoor({ address: host, port, hosts, takesVisitors: true, answer, reject }),
    port,
  );
  return {
    ...door,
    serve: (apis) => {
      served = apis;
    },
    mount: (name, listener) => void mounts.set(name, listener),
    fallback: (listener) => {
      fallback = listener;
    },
  };
};
