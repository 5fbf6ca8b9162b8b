import type { IncomingMessage, ServerResponse } from "node:http";
import { parseJson } from "../json.ts";
import { AwsError, type Json } from "../ports.ts";
import { safetyHeaders } from "./static-files.ts";

/** Larger than any request of the console: an execution's input has at most 256 KiB. */
const longestBodyBytes = 512 * 1024;

/** Stored data is shown, never run: whatever it is, a browser takes it for text, and for a document of no origin. */
export const dataHeaders: Readonly<Record<string, string>> = {
  ...safetyHeaders,
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
};

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { ...dataHeaders, "content-type": "application/json" });
  response.end(JSON.stringify(body));
};

/** `{error, message}`: the error as the service names it. */
export const sendError = (response: ServerResponse, error: AwsError): void =>
  sendJson(response, error.status, { error: error.code, message: error.message });

/** @throws {AwsError} 413. */
export const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > longestBodyBytes) {
      throw new AwsError("RequestTooLarge", `A request may hold at most ${longestBodyBytes} bytes.`, 413);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

/** JSON of a service's answer. */
export const parsed = (body: string | Buffer | undefined): Json => parseJson(String(body ?? "null"));
