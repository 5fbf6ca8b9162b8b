import type { PlannedApi, PlannedStage } from "../../template/plan.ts";

/** A request at the front door, under a stage of an API. */
export interface Call {
  readonly api: PlannedApi;
  readonly stage: PlannedStage;
  readonly requestId: string;
  readonly method: string;
  /** As sent, without stage and query: `/v1/test`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Name and value as sent, in order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly sourceIp: string;
  /** When the request came, on the region's clock, in milliseconds since 1970. */
  readonly receivedMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Buffer;
}

/** What the authorizer said about the caller; all values as text. */
export type AuthorizerContext = Readonly<Record<string, string>>;

/** First value of a header, by its name in any case. */
export const headerOf = (call: Pick<Call, "headers">, name: string): string | undefined =>
  call.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
