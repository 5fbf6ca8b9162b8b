import { setTimeout as delay } from "node:timers/promises";
import { AnswerLost, AwsError, type AwsService, type Principal, type Queues } from "../ports.ts";
import { Throttle } from "../services/apigateway/throttle.ts";
import { need, type PermissionsNeeded, queueArnOf } from "../services/iam/requests.ts";
import type { CallRule, FaultPlan } from "./fault-plan.ts";
import { type FaultGround, ruleFor } from "./ground.ts";
import { failureOf, throttleOf } from "./service-errors.ts";

interface AnyCall {
  /** `<service>:<action>`. */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  readonly principal: Principal;
}

const isOf = (pattern: string, action: string): boolean =>
  pattern === "*" || pattern === action || pattern === `${action.split(":")[0]}:*`;

const fits = (rule: CallRule, { action, resource, principal }: AnyCall): boolean =>
  isOf(rule.action, action) &&
  (rule.by === undefined || (principal.kind === "role" && principal.logicalId.includes(rule.by))) &&
  (rule.on === undefined || resource.includes(rule.on));

/** Calls that are throttled, fail, are slow, or take effect without an answer. */
export class CallFaults {
  readonly #plan: FaultPlan;
  readonly #ground: FaultGround;
  readonly #rates = new Map<CallRule, Throttle>();

  constructor(plan: FaultPlan, ground: FaultGround) {
    this.#plan = plan;
    this.#ground = ground;
    for (const rule of plan.calls) {
      const { perSecond: rate } = rule;
      if (rate === undefined) continue;
      this.#rates.set(rule, new Throttle({ rate, burst: Math.max(rate, 1) }, performance.now()));
    }
  }

  service(service: AwsService, needed: PermissionsNeeded): AwsService {
    return async (request) => {
      await this.#latency(request.principal);
      const first = needed(request)[0]?.[0];
      if (!first) return service(request);
      return this.#disturb({ ...first, principal: request.principal }, () => service(request), cutOff);
    };
  }

  /** A state machine's own calls have no connection to cut: the integration reports a client error. */
  queues(queues: Queues): Queues {
    return {
      sendMessage: async (call, principal) => {
        await this.#latency(principal);
        const { action, resource } = need("sqs:SendMessage", queueArnOf(call.queueUrl));
        return this.#disturb(
          { action, resource, principal },
          () => queues.sendMessage(call, principal),
          noAnswer,
        );
      },
    };
  }

  async #disturb<T>(call: AnyCall, run: () => Promise<T>, lost: () => Error): Promise<T> {
    const found = this.#isSpared(call.principal)
      ? undefined
      : ruleFor(this.#plan.calls, (rule) => fits(rule, call));
    if (!found) return run();
    const [rule, name] = found;
    const { action, resource } = call;
    const [service = ""] = action.split(":");
    const about = `${action} ${resource}`;
    const log = (what: string): void => this.#ground.log(`${action} on ${resource} ${what}`);
    if (this.#rates.get(rule)?.admits(performance.now()) === false) {
      log("is throttled by its rate");
      throw throttleOf(service);
    }
    if (this.#ground.dice.pick(`slow ${name}`, about, [["slow", rule.slow]])) {
      log(`takes ${rule.slowSeconds} s longer`);
      await delay(rule.slowSeconds * 1000);
    }
    const { throttle, error, lost: lostChance } = rule;
    const fault = this.#ground.dice.pick(`call ${name}`, about, [
      ["throttle", throttle],
      ["error", error],
      ["lost", lostChance],
    ]);
    if (fault === undefined) return run();
    log({ throttle: "is throttled", error: "fails", lost: "is done, its answer lost" }[fault]);
    if (fault === "throttle") throw throttleOf(service);
    if (fault === "error") throw failureOf(service);
    await run();
    throw lost();
  }

  async #latency(principal: Principal): Promise<void> {
    const { latencyMs } = this.#plan;
    if (latencyMs > 0 && !this.#isSpared(principal)) await delay(latencyMs);
  }

  #isSpared(principal: Principal): boolean {
    return principal.kind === "owner" && !this.#plan.ownersCallsToo;
  }
}

const cutOff = (): Error => new AnswerLost();
const noAnswer = (): Error =>
  new AwsError("SdkClientException", "Unable to execute HTTP request: the connection was cut.", 500);
