import jsonata from "jsonata";
import type { Clock } from "../../../clock.ts";
import { isObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { stepFunctionsFunctions } from "./functions.ts";
import { NotJsonError, toPlainJson } from "./plain.ts";

/** Values by name, without the `$`: `states` and the variables that the state can see. */
export type Bindings = Readonly<Record<string, Json>>;

/** Gives undefined when the expression has no result. */
export type Expression = (bindings: Bindings) => Json | undefined | Promise<Json | undefined>;

/** An expression that could not be parsed or threw. `message` is fit for "threw an error during evaluation. ...". */
export class ExpressionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ExpressionError";
  }
}

/**
 * An expression that never ends must not stop the region. `timeout` is real time in milliseconds. It is long, because
 * expressions of other executions run in between.
 */
const guards = { timeout: 20_000, stack: 4_000 } as const;

/** `$states.input.a.b`, `$variable`: one name or more. None of them may be in `wordsOfJsonata`. */
const plainPath = /^\s*\$[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\s*$/;
const wordsOfJsonata = new Set(["and", "or", "in", "true", "false", "null", "function"]);

export const errorText = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return String(error);
  const code = "code" in error && typeof error.code === "string" ? `${error.code}: ` : "";
  const message = "message" in error && typeof error.message === "string" ? error.message : "unknown error";
  return `${code}${message}`;
};

/**
 * The value at a plain path, found without JSONata. undefined where JSONata is needed: at an array, as JSONata maps over its
 * items, and at a missing member.
 */
const lookUp = (names: readonly string[], bindings: Bindings): Json | undefined => {
  let value: Json | undefined;
  let holder: Json = bindings;
  for (const name of names) {
    if (!isObject(holder) || !Object.hasOwn(holder, name)) return undefined;
    value = holder[name];
    if (value === undefined) return undefined;
    holder = value;
  }
  return value;
};

/** Parses and evaluates JSONata as Step Functions does, on the region's clock. Parsed expressions are kept. */
export class Expressions {
  readonly #parsed = new Map<string, Expression>();
  readonly #functions: ReturnType<typeof stepFunctionsFunctions>;
  #now: Promise<unknown> | undefined;

  constructor(clock: Clock) {
    this.#functions = stepFunctionsFunctions(clock);
  }

  /** `text` without the `{% %}`. Throws ExpressionError when it can't be parsed. */
  parse(text: string): Expression {
    const known = this.#parsed.get(text);
    if (known) return known;
    const expression = this.#compile(text);
    this.#parsed.set(text, expression);
    return expression;
  }

  #compile(text: string): Expression {
    const evaluate = this.#evaluator(text);
    if (!plainPath.test(text)) return evaluate;
    const names = text.trim().slice(1).split(".");
    if (names.some((name) => wordsOfJsonata.has(name))) return evaluate;
    return (bindings) => lookUp(names, bindings) ?? evaluate(bindings);
  }

  #evaluator(text: string): (bindings: Bindings) => Promise<Json | undefined> {
    let parsed: jsonata.Expression;
    try {
      parsed = jsonata(text, guards);
    } catch (error) {
      throw new ExpressionError(errorText(error));
    }
    this.#addFunctions(parsed);
    const usesNow = text.includes("$now");
    return async (bindings) => {
      try {
        if (usesNow) parsed.assign("now", await this.#clockNow());
        const value: unknown = await parsed.evaluate(undefined, bindings);
        return value === undefined ? undefined : toPlainJson(value);
      } catch (error) {
        throw error instanceof NotJsonError ? error : new ExpressionError(errorText(error));
      }
    };
  }

  #addFunctions(parsed: jsonata.Expression): void {
    for (const [name, f] of Object.entries(this.#functions)) {
      parsed.registerFunction(name, f.implementation, f.signature);
    }
  }

  /** `$now()` with the region's time: a JSONata function over `$millis` that formats as JSONata's own does. */
  #clockNow(): Promise<unknown> {
    if (!this.#now) {
      const formatNow = jsonata(
        "function($picture, $timezone)<s?s?:s>{ $fromMillis($millis(), $picture, $timezone) }",
      );
      this.#addFunctions(formatNow);
      this.#now = formatNow.evaluate(undefined);
    }
    return this.#now;
  }
}
