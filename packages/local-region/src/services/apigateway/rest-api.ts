import type { Clock } from "../../clock.ts";
import type { Functions, Invocation, Json } from "../../ports.ts";
import type { PlannedApi } from "../../template/plan.ts";
import { accessLine, type CallTrace } from "./access-log.ts";
import { Authorizer, parameterOf } from "./authorizer.ts";
import type { Answer, AuthorizerContext, Call } from "./call.ts";
import { compressed } from "./compress.ts";
import { answerOf } from "./proxy-answer.ts";
import { executeApiArn, proxyEvent } from "./proxy-event.ts";
import { answerRefusal, Refusal, type RefusalType } from "./refusal.ts";
import { findRoute, type Match } from "./routes.ts";
import { Throttle } from "./throttle.ts";

export interface RestApiSettings {
  readonly api: PlannedApi;
  readonly functions: Functions;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Called with a line for each request, in the format of its stage. */
  readonly accessLog?: (line: string) => void;
}

/** Reads a request's body; rejects with a Refusal when it is larger than API Gateway takes. */
export type ReadBody = () => Promise<Buffer>;

/** One REST API: from a request to its answer, in API Gateway's order. */
export class RestApi {
  readonly #settings: RestApiSettings;
  readonly #authorizers: ReadonlyMap<string, Authorizer>;
  readonly #throttles: ReadonlyMap<string, Throttle>;

  constructor(settings: RestApiSettings) {
    const { api, functions, clock } = settings;
    this.#settings = settings;
    this.#authorizers = new Map(
      [...api.authorizers].map(([id, authorizer]) => [
        id,
        new Authorizer(authorizer, executeApiArn(api, `authorizers/${id}`), functions, clock),
      ]),
    );
    this.#throttles = new Map(
      api.stages.flatMap(({ name, throttle }): [string, Throttle][] =>
        throttle ? [[name, new Throttle(throttle, performance.now())]] : [],
      ),
    );
  }

  /** Never rejects: every error becomes one of the gateway's own answers. */
  async answer(call: Call, readBody: ReadBody): Promise<Answer> {
    const startedMs = performance.now();
    const trace: CallTrace = {};
    const answer = await this.#handle(call, readBody, trace).catch((error: unknown) =>
      this.#refuse(call, error, trace),
    );
    const { accessLogFormat } = call.stage;
    if (accessLogFormat !== undefined) {
      const latencyMs = performance.now() - startedMs;
      this.#settings.accessLog?.(accessLine(accessLogFormat, call, answer, trace, latencyMs));
    }
    return compressed(answer, call);
  }

  #refuse(call: Call, error: unknown, trace: CallTrace): Answer {
    if (!(error instanceof Refusal)) this.#settings.log(`${call.method} ${call.path}: ${error}`);
    const refusal = error instanceof Refusal ? error : new Refusal("API_CONFIGURATION_ERROR");
    trace.refusal = refusal.type;
    if (refusal.authorizer) trace.authorizer = refusal.authorizer;
    return answerRefusal(refusal, call);
  }

  async #handle(call: Call, readBody: ReadBody, trace: CallTrace): Promise<Answer> {
    const match = findRoute(this.#settings.api, call.method, call.path);
    if (!match) throw new Refusal("MISSING_AUTHENTICATION_TOKEN");
    trace.resourcePath = match.resourcePath;
    if (this.#throttles.get(call.stage.name)?.admits(performance.now()) === false)
      throw new Refusal("THROTTLED");
    const body = await readBody();
    const authorizer = await this.#authorize(call, match, trace);
    checkParameters(call, match);
    const event = proxyEvent(call, match, authorizer, body);
    const result = await this.#invoke(call, match, event);
    if (!result.ok) throw new Refusal("DEFAULT_5XX");
    return answerOf(result.payload, call);
  }

  async #authorize(call: Call, match: Match, trace: CallTrace): Promise<AuthorizerContext | undefined> {
    const { authorizerId } = match.method;
    if (authorizerId === undefined) return undefined;
    const authorizer = this.#authorizers.get(authorizerId);
    if (!authorizer) throw new Refusal("AUTHORIZER_CONFIGURATION_ERROR");
    const askedMs = performance.now();
    try {
      const context = await authorizer.authorize(call, match);
      trace.authorizer = context;
      return context;
    } finally {
      trace.authorizerMs = performance.now() - askedMs;
    }
  }

  /** A function that is late continues; only its caller stops waiting. In real time, because computing takes real time. */
  #invoke(call: Call, { method, resourcePath }: Match, event: Json): Promise<Invocation> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Refusal("INTEGRATION_TIMEOUT")), method.timeoutMs);
      this.#settings.functions
        .invoke(method.functionArn, event, {
          kind: "service",
          sourceArn: executeApiArn(call.api, `${call.stage.name}/${call.method}${resourcePath}`),
        })
        .then(resolve, (error: unknown) => {
          this.#settings.log(`${method.functionArn}: ${error}`);
          reject(new Refusal(refusalFor(error)));
        })
        .finally(() => clearTimeout(late));
    });
  }
}

const refusals: Readonly<Record<string, RefusalType>> = {
  RequestTooLargeException: "REQUEST_TOO_LARGE",
  AccessDeniedException: "API_CONFIGURATION_ERROR",
};

const refusalFor = (error: unknown): RefusalType =>
  (Error.isError(error) ? refusals[error.name] : undefined) ?? "INTEGRATION_FAILURE";

const checkParameters = (call: Call, match: Match): void => {
  const missing = match.method.requiredParameters.filter((p) => (parameterOf(call, match, p) ?? "") === "");
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(", ");
  throw new Refusal("BAD_REQUEST_PARAMETERS", `Missing required request parameters: [${names}]`);
};
