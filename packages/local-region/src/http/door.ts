import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type DoorRules, type Rejection, rejectForeign } from "./foreign-caller.ts";
import { inUrl } from "./own-hosts.ts";

export interface DoorSettings extends DoorRules {
  /** Address of this machine to listen on. */
  readonly address: string;
  /** 0: any free one. */
  readonly port: number;
  /**
   * How long an idle connection is kept, in milliseconds.
   * @default - as Node does
   */
  readonly keepAliveMs?: number;
  /** Answers a request that is let in. If it fails, the connection is closed. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Answers a refused request in the protocol of the port. */
  readonly reject: (rejection: Rejection, request: IncomingMessage, response: ServerResponse) => void;
}

export interface Door {
  readonly port: number;
  /** Without a slash at its end. */
  readonly url: string;
  /** Applies the rule again, for a part of the port that may be stricter about visitors. undefined: let in. */
  rejectionOf(request: IncomingMessage, rules: Pick<DoorRules, "takesVisitors">): Rejection | undefined;
  /** Ends open connections too. A second call does nothing. */
  close(): Promise<void>;
}

/**
 * Opens a port. All ports are opened here, so that they all refuse the same requests.
 *
 * @throws {Error} Node's, when it can't listen there.
 */
export const openDoor = async ({ address, port, keepAliveMs, ...settings }: DoorSettings): Promise<Door> => {
  const server = createServer(keepAliveMs === undefined ? {} : { keepAliveTimeout: keepAliveMs });
  server.on("request", (request, response) => {
    const rejection = rejectForeign(request, settings);
    if (rejection) {
      // The rest of the request is not read.
      response.setHeader("Connection", "close");
      return settings.reject(rejection, request, response);
    }
    settings.answer(request, response).catch(() => response.destroy());
  });
  server.on("clientError", (_, socket) => {
    socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  server.listen(port, address);
  await once(server, "listening");
  const opened = portOf(server, port);
  return {
    port: opened,
    url: `http://${inUrl(address)}:${opened}`,
    rejectionOf: (request, { takesVisitors }) =>
      rejectForeign(request, { hosts: settings.hosts, takesVisitors }),
    close: () => close(server),
  };
};

/** The port in use, when any free one was asked for. */
const portOf = (server: Server, port: number): number => {
  const address = server.address();
  return typeof address === "object" && address ? address.port : port;
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
