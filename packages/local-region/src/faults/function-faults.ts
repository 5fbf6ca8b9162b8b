import { randomUUID } from "node:crypto";
import type { Functions, Invocation, Json } from "../ports.ts";
import type { FunctionRule } from "./fault-plan.ts";
import { type FaultGround, ruleFor } from "./ground.ts";
import { throttleOf } from "./service-errors.ts";

const errors = {
  crash: ["Runtime.ExitError", "Error: Runtime exited with error: exit status 1"],
  timeout: ["Sandbox.Timedout", "Error: Task timed out"],
} as const;

const ended = (fault: keyof typeof errors): Invocation => {
  const [errorType, message] = errors[fault];
  const errorMessage = `RequestId: ${randomUUID()} ${message}`;
  return { ok: false, error: errorType, cause: JSON.stringify({ errorType, errorMessage }) };
};

/** When a function ends early before or after its work by chance: the share after it, where only the answer is lost. */
const workDoneShare = 0.5;

/** Functions that are not started, crash, or time out; nobody waits for the timeout in real time. */
export class FunctionFaults {
  readonly #rules: readonly FunctionRule[];
  readonly #ground: FaultGround;

  constructor(rules: readonly FunctionRule[], ground: FaultGround) {
    this.#rules = rules;
    this.#ground = ground;
  }

  async invoke(
    functions: Functions,
    functionName: string,
    payload: Json,
    caller: Parameters<Functions["invoke"]>[2],
  ): Promise<Invocation> {
    const run = (): Promise<Invocation> => functions.invoke(functionName, payload, caller);
    const found = ruleFor(this.#rules, ({ name }) => name === undefined || functionName.includes(name));
    if (!found) return run();
    const [{ throttle, crash, timeout, when }, name] = found;
    const { dice, log } = this.#ground;
    const fault = dice.pick(`function ${name}`, functionName, [
      ["throttle", throttle],
      ["crash", crash],
      ["timeout", timeout],
    ]);
    if (fault === undefined) return run();
    if (fault === "throttle") {
      log(`${functionName} is throttled`);
      throw throttleOf("lambda");
    }
    const isDone = when === "either" ? dice.roll(`done ${functionName}`) < workDoneShare : when === "after";
    const what = { crash: "crashes", timeout: "times out" }[fault];
    log(`${functionName} ${what} ${isDone ? "after" : "before"} its work`);
    if (isDone) await run();
    return ended(fault);
  }
}
