import type { IncomingMessage, ServerResponse } from "node:http";
import { safetyHeaders } from "./page-headers.ts";
import { Refusal } from "./refusal.ts";

/** Larger than any request of the console: an execution's input has at most 256 KiB. */
const longestBodyBytes = 512 * 1024;

/** Stored data is shown, never run: a browser treats all of it as text, and as a document without an origin. */
export const dataHeaders: Readonly<Record<string, string>> = {
  ...safetyHeaders,
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
};

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { ...dataHeaders, "content-type": "application/json" });
  response.end(JSON.stringify(body));
};

export const sendText = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { ...dataHeaders, "content-type": "text/plain; charset=utf-8" }).end(body);
};

/** `{error, message}`: the error as the service names it. */
export const sendRefusal = (response: ServerResponse, { name, message, status }: Refusal): void =>
  sendJson(response, status, { error: name, message });

/** @throws {Refusal} 413. */
export const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > longestBodyBytes) {
      throw new Refusal("RequestTooLarge", `A request may hold at most ${longestBodyBytes} bytes.`, 413);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};
