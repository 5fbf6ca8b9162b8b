import * as z from "zod";
import type { Clock } from "../../clock.ts";
import type { Functions, Invocation, Json } from "../../ports.ts";
import type { PlannedAuthorizer, RequiredParameter } from "../../template/plan.ts";
import { decide, parsePolicy, type Statement } from "../iam/policy.ts";
import { type AuthorizerContext, type Call, headerOf } from "./call.ts";
import { authorizerEvent, methodArn } from "./proxy-event.ts";
import { Refusal } from "./refusal.ts";
import type { Match } from "./routes.ts";

const verdictSchema = z.object({
  principalId: z.string(),
  policyDocument: z.unknown(),
  context: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]).transform(String))
    .nullish(),
});

interface Verdict {
  readonly statements: readonly Statement[];
  readonly context: AuthorizerContext;
}

/** Most verdicts to keep; the oldest is dropped first. */
const mostVerdicts = 10_000;

/** The value that a request has for a parameter, if any. */
export const parameterOf = (
  call: Call,
  match: Match,
  { location, name }: RequiredParameter,
): string | undefined => {
  if (location === "header") return headerOf(call, name);
  if (location === "path") return match.pathParameters[name];
  return call.query.get(name) ?? undefined;
};

/**
 * A REQUEST authorizer: its policy is cached by the values of its identity sources, for the whole stage, and evaluated
 * for each request.
 */
export class Authorizer {
  readonly #settings: PlannedAuthorizer;
  readonly #arn: string;
  readonly #functions: Functions;
  readonly #clock: Clock;
  readonly #verdicts = new Map<string, { readonly verdict: Verdict; readonly untilMs: number }>();

  /** `arn`: the source ARN with which it invokes its function. */
  constructor(settings: PlannedAuthorizer, arn: string, functions: Functions, clock: Clock) {
    this.#settings = settings;
    this.#arn = arn;
    this.#functions = functions;
    this.#clock = clock;
  }

  /**
   * @returns what the authorizer says about the caller.
   * @throws {Refusal} UNAUTHORIZED without an identity, or when the function says so; ACCESS_DENIED when its policy denies.
   */
  async authorize(call: Call, match: Match): Promise<AuthorizerContext> {
    const identity = this.#settings.identitySources.map((source) => parameterOf(call, match, source));
    if (identity.some((value) => value === undefined || value === "")) throw new Refusal("UNAUTHORIZED");
    const key = JSON.stringify(identity);
    const verdict = this.#cached(key) ?? (await this.#ask(call, match));
    this.#keep(key, verdict);
    const decision = decide(verdict.statements, {
      action: "execute-api:Invoke",
      resource: methodArn(call),
      context: {},
    });
    if (decision === "allowed") return verdict.context;
    const explicitly = decision === "explicit-deny" ? " with an explicit deny" : "";
    throw new Refusal(
      "ACCESS_DENIED",
      `User is not authorized to access this resource${explicitly}`,
      verdict.context,
    );
  }

  async #ask(call: Call, match: Match): Promise<Verdict> {
    const result = await this.#invoke(authorizerEvent(call, match));
    if (!result.ok) throw new Refusal(saysUnauthorized(result.cause) ? "UNAUTHORIZED" : "AUTHORIZER_FAILURE");
    try {
      const { principalId, policyDocument, context } = verdictSchema.parse(result.payload);
      return { statements: parsePolicy(policyDocument), context: { ...context, principalId } };
    } catch {
      throw new Refusal("AUTHORIZER_CONFIGURATION_ERROR");
    }
  }

  async #invoke(event: Json): Promise<Invocation> {
    const caller = { kind: "service", sourceArn: this.#arn } as const;
    try {
      return await this.#functions.invoke(this.#settings.functionArn, event, caller);
    } catch {
      throw new Refusal("AUTHORIZER_CONFIGURATION_ERROR");
    }
  }

  #cached(key: string): Verdict | undefined {
    const entry = this.#verdicts.get(key);
    return entry && this.#clock.now() < entry.untilMs ? entry.verdict : undefined;
  }

  #keep(key: string, verdict: Verdict): void {
    if (this.#settings.cacheTtlSeconds === 0 || this.#cached(key)) return;
    this.#verdicts.delete(key);
    this.#verdicts.set(key, { verdict, untilMs: this.#clock.now() + this.#settings.cacheTtlSeconds * 1000 });
    const [oldest] = this.#verdicts.keys();
    if (this.#verdicts.size > mostVerdicts && oldest !== undefined) this.#verdicts.delete(oldest);
  }
}

/** A function refuses a caller by throwing an error with exactly this message. */
const saysUnauthorized = (cause: string): boolean => {
  const error = z.object({ errorMessage: z.string() }).safeParse(JSON.parse(cause));
  return error.success && error.data.errorMessage === "Unauthorized";
};
