import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";
import { memberOf } from "../../course/unknown-value.ts";

/** Calls of AWS that a region has answered: to its functions, to commands, and to the console's server. */
export interface AwsCalls {
  readonly calls: number;
  /** Of the answers, with their headers. */
  readonly bytes: number;
  /** How many did what, such as `DescribeExecution` or `GET list`. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** Source: nodejs.org/api/diagnostics_channel.html#http. Both tell `request`. */
const [begins, ends] = ["http.server.request.start", "http.server.response.finish"];

const requestIn = (message: unknown): IncomingMessage | undefined => {
  const request = memberOf(message, "request");
  return request instanceof IncomingMessage ? request : undefined;
};

/** Step Functions and SQS name the action in a header, S3 in method and query. */
const kindOf = ({ headers, method = "", url = "" }: IncomingMessage): string => {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) ?? target;
  return url.includes("list-type=2") ? `${method} list` : method;
};

/** Counts the calls that this process answers on a port while it does some work. They are the same on a busy machine. */
export const countingCalls = async <T>(
  port: number,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly aws: AwsCalls }> => {
  const writtenBefore = new WeakMap<IncomingMessage, number>();
  const kinds = new Map<string, number>();
  let bytes = 0;
  const onBegin = (message: unknown): void => {
    const request = requestIn(message);
    if (request?.socket.localPort === port) writtenBefore.set(request, request.socket.bytesWritten);
  };
  const onEnd = (message: unknown): void => {
    const request = requestIn(message);
    const before = request && writtenBefore.get(request);
    if (request === undefined || before === undefined) return;
    bytes += request.socket.bytesWritten - before;
    kinds.set(kindOf(request), (kinds.get(kindOf(request)) ?? 0) + 1);
  };
  subscribe(begins, onBegin);
  subscribe(ends, onEnd);
  try {
    const result = await work();
    const calls = kinds.values().reduce((sum, count) => sum + count, 0);
    return { result, aws: { calls, bytes, kinds: Object.fromEntries(kinds) } };
  } finally {
    unsubscribe(begins, onBegin);
    unsubscribe(ends, onEnd);
  }
};
