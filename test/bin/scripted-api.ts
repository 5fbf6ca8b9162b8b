import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

export interface ScriptedAnswer {
  readonly status?: number;
  /** Text is sent as it is, anything else as JSON. */
  readonly body: unknown;
}

/** A front door that answers as a test scripts it, one answer a `METHOD /path`, and refuses whatever was not scripted. */
export const startScriptedApi = async (now: Date) => {
  const seen: SeenRequest[] = [];
  const script = new Map<string, ScriptedAnswer>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    const text = await bodyOf(request);
    seen.push({
      method: request.method ?? "",
      path,
      key: request.headers["x-api-key"]?.toString(),
      body: text === "" ? undefined : JSON.parse(text),
    });
    const answer = script.get(`${request.method} ${path}`) ?? {
      status: 500,
      body: { code: 500, body: `The test did not script ${request.method} ${path}.` },
    };
    response.writeHead(answer.status ?? 200, { date: now.toUTCString(), "content-type": "application/json" });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    on: (call: string, answer: ScriptedAnswer): void => {
      script.set(call, answer);
    },
    forgetAll: (): void => {
      script.clear();
      seen.length = 0;
    },
    stop: (): Promise<void> =>
      new Promise((stopped) => {
        server.closeAllConnections();
        server.close(() => stopped());
      }),
  };
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
};
