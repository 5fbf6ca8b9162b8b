import type { PlannedGatewayResponse } from "../../template/plan.ts";
import type { Answer, AuthorizerContext, Call } from "./call.ts";

/** API Gateway's own answers, with their words when the template does not change them. */
const defaults = {
  ACCESS_DENIED: { status: 403, message: "User is not authorized to access this resource" },
  API_CONFIGURATION_ERROR: { status: 500, message: "Internal server error" },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, message: null },
  AUTHORIZER_FAILURE: { status: 500, message: null },
  BAD_REQUEST_PARAMETERS: { status: 400, message: "Invalid request parameters" },
  INTEGRATION_FAILURE: { status: 504, message: "Internal server error" },
  INTEGRATION_TIMEOUT: { status: 504, message: "Endpoint request timed out" },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: "Missing Authentication Token" },
  REQUEST_TOO_LARGE: { status: 413, message: "Request Too Long" },
  THROTTLED: { status: 429, message: "Too Many Requests" },
  UNAUTHORIZED: { status: 401, message: "Unauthorized" },
  /** A function failed, or its answer is not a proxy answer. */
  DEFAULT_5XX: { status: 502, message: "Internal server error" },
} as const;

export type RefusalType = keyof typeof defaults;

/** Ends a call with one of the gateway's own answers. */
export class Refusal extends Error {
  readonly type: RefusalType;
  readonly text: string | null;
  readonly authorizer: AuthorizerContext | undefined;

  constructor(type: RefusalType, text?: string, authorizer?: AuthorizerContext) {
    super(text ?? type);
    this.name = "Refusal";
    this.type = type;
    this.text = text ?? defaults[type].message;
    this.authorizer = authorizer;
  }
}

const fallbackOf = (status: number): string => (status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");

/**
 * Replaces `$context` variables; one without a value becomes empty.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
const fillIn = (template: string, call: Call, { type, text, authorizer }: Refusal): string => {
  const values: Readonly<Record<string, string | null>> = {
    "error.message": text ?? "",
    "error.messageString": JSON.stringify(text),
    "error.responseType": type,
    apiId: call.api.id,
    httpMethod: call.method,
    "identity.sourceIp": call.sourceIp,
    path: `/${call.stage.name}${call.path}`,
    protocol: "HTTP/1.1",
    requestId: call.requestId,
    requestTimeEpoch: String(call.receivedMs),
    stage: call.stage.name,
  };
  return template.replace(/\$context((?:\.\w+)+)/g, (_, path: string) => {
    const name = path.slice(1);
    return name.startsWith("authorizer.")
      ? (authorizer?.[name.slice("authorizer.".length)] ?? "")
      : (values[name] ?? "");
  });
};

const templateOf = ({ templates }: PlannedGatewayResponse): readonly [string, string] | undefined =>
  Object.entries(templates).find(([type]) => type === "application/json") ?? Object.entries(templates)[0];

/** The gateway's answer, in the words of the template's gateway responses: the one of its type, else of 4XX or 5XX. */
export const answerRefusal = (refusal: Refusal, call: Call): Answer => {
  const { status } = defaults[refusal.type];
  const { gatewayResponses } = call.api;
  const custom = gatewayResponses.get(refusal.type) ?? gatewayResponses.get(fallbackOf(status));
  const [contentType, template] = (custom ? templateOf(custom) : undefined) ?? [
    "application/json",
    '{"message":$context.error.messageString}',
  ];
  return {
    status: custom?.statusCode ?? status,
    headers: [["Content-Type", contentType], ...Object.entries(custom?.headers ?? {})],
    body: fillIn(template, call, refusal),
  };
};
