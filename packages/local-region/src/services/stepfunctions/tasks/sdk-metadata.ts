import { randomBytes, randomUUID } from "node:crypto";
import type { JsonObject } from "../../../json.ts";
import { sizeInBytes } from "../payload.ts";

type Headers = readonly (readonly [name: string, value: string])[];

/** A service's response. `body`: its text. `at`: milliseconds since 1970. */
interface ServiceResponse {
  readonly body: string;
  readonly at: number;
}

const date = (at: number): string => new Date(at).toUTCString();
const length = (body: string): string => String(sizeInBytes(body));

/** No trace is kept, as for an execution that is not sampled. */
const traceId = (at: number): string =>
  `root=1-${Math.floor(at / 1000).toString(16)}-${randomBytes(12).toString("hex")};sampled=0`;

const headersOf = {
  lambda: ({ body, at }: ServiceResponse, requestId: string): Headers => [
    ["X-Amz-Executed-Version", "$LATEST"],
    ["x-amzn-Remapped-Content-Length", "0"],
    ["Connection", "keep-alive"],
    ["x-amzn-RequestId", requestId],
    ["Content-Length", length(body)],
    ["Date", date(at)],
    ["X-Amzn-Trace-Id", traceId(at)],
    ["Content-Type", "application/json"],
  ],
  sqs: ({ body, at }: ServiceResponse, requestId: string): Headers => [
    ["x-amzn-RequestId", requestId],
    ["connection", "keep-alive"],
    ["Content-Length", length(body)],
    ["Date", date(at)],
    ["Content-Type", "application/x-amz-json-1.0"],
  ],
} as const;

const inAlphabet = (headers: Headers): Headers =>
  headers.toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));

/** What SDK integrations add to every answer, with the members, and in the order, that recordings of AWS show. */
export const sdkMetadata = (service: keyof typeof headersOf, response: ServiceResponse): JsonObject => {
  const requestId = randomUUID();
  const headers = headersOf[service](response, requestId);
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(headers.map(([name, value]) => [name, [value]])),
      HttpHeaders: Object.fromEntries(inAlphabet(headers)),
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
};
