import { once } from "node:events";
import type { RequestListener } from "node:http";
import { openDoor, ownHosts } from "local-region/http";
import type { Host } from "../trainer/host.ts";

const address = "127.0.0.1";
const plainText = { "content-type": "text/plain; charset=utf-8" };

const starting: RequestListener = (_, response) =>
  response.writeHead(503, { ...plainText, "retry-after": "1" }).end("Starting. Load it again in a moment.\n");

/** This machine. Its ports follow the same rule as the local region's. */
export const host: Host = {
  openDoor: async (port) => {
    let listener = starting;
    const door = await openDoor({
      address,
      port,
      hosts: ownHosts({ address }),
      takesVisitors: true,
      answer: async (request, response) => listener(request, response),
      reject: ({ status, sentence }, _, response) =>
        response.writeHead(status, plainText).end(`${sentence}\n`),
    });
    return {
      ...door,
      serve: (served) => {
        listener = served;
      },
    };
  },
  ended: () => Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]),
};
