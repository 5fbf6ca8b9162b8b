import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** `destroy`: the connection is cut without an answer. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | "destroy";

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

/** A service on a port of this machine that answers what `answer` returns, and 501 when it returns nothing. */
export const startHttpService = async (answer: (request: SeenRequest) => Reply | undefined) => {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://service");
    const seen = {
      method: request.method ?? "",
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: request.headers,
      body: await bodyOf(request),
    };
    requests.push(seen);
    const reply = answer(seen) ?? { status: 501, body: `unexpected: ${seen.method} ${seen.path}` };
    if (reply === "destroy") request.socket.destroy();
    else {
      const { status, headers, body = "" } = reply;
      response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers }).end(body);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    requests,
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
