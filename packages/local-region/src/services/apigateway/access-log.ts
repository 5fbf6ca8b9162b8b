import type { Answer, AuthorizerContext, Call } from "./call.ts";
import { commonLogTime } from "./proxy-event.ts";
import type { RefusalType } from "./refusal.ts";

/** What is noted about a call while it is answered. */
export interface CallTrace {
  authorizer?: AuthorizerContext;
  /** How long the authorizer took, in milliseconds. */
  authorizerMs?: number;
  /** The type of an answer that the gateway made by itself. */
  refusal?: RefusalType;
  /** The path of the route; left out: none fits. */
  resourcePath?: string;
}

/** Escaped for a JSON text, because most access log formats are JSON. */
const escaped = (value: string): string => JSON.stringify(value).slice(1, -1);

/**
 * One line of a stage's access log, in the stage's format. A variable without a value is `-`, as API Gateway writes it.
 *
 * @param latencyMs from the request to its answer.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export const accessLine = (
  format: string,
  call: Call,
  answer: Answer,
  { authorizer, authorizerMs, refusal, resourcePath }: CallTrace,
  latencyMs: number,
): string => {
  const values: Readonly<Record<string, string | number | undefined>> = {
    apiId: call.api.id,
    "authorizer.integrationLatency": authorizerMs === undefined ? undefined : Math.round(authorizerMs),
    "error.responseType": refusal,
    extendedRequestId: call.requestId,
    httpMethod: call.method,
    "identity.sourceIp": call.sourceIp,
    path: `/${call.stage.name}${call.path}`,
    protocol: "HTTP/1.1",
    requestId: call.requestId,
    requestTime: commonLogTime(call.receivedMs),
    requestTimeEpoch: call.receivedMs,
    resourcePath,
    responseLatency: Math.round(latencyMs),
    responseLength: Buffer.byteLength(answer.body),
    stage: call.stage.name,
    status: answer.status,
  };
  return format.replace(/\$context((?:\.\w+)+)/g, (_, path: string) => {
    const name = path.slice(1);
    const said = name.startsWith("authorizer.") ? authorizer?.[name.slice("authorizer.".length)] : undefined;
    return escaped(String(values[name] ?? said ?? "-"));
  });
};
