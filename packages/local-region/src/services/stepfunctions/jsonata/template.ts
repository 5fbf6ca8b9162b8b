import type { Json } from "../../../ports.ts";
import { type Bindings, type Expression, ExpressionError, type Expressions } from "./expression.ts";
import { NotJsonError } from "./plain.ts";

/** `{% ... %}` around an expression; nothing before or after. */
const delimited = /^\{%([\s\S]*)%\}$/;

/** The expression inside `{% %}`, or undefined when the string is a plain one. */
export const expressionIn = (text: string): string | undefined => delimited.exec(text)?.[1]?.trim();

/** The expression of a field failed, had no result, or had one of the wrong type. */
export class EvaluationError extends Error {
  /** Where in the state, e.g. `Arguments/MessageBody/items[0]`. */
  readonly location: string;
  constructor(location: string, message: string) {
    super(message);
    this.name = "EvaluationError";
    this.location = location;
  }
}

type Evaluate = (bindings: Bindings) => Json | Promise<Json>;

/** A field's JSON with its expressions parsed, evaluated as often as wanted. */
export class Template {
  readonly #evaluate: Evaluate;
  private constructor(evaluate: Evaluate) {
    this.#evaluate = evaluate;
  }

  /** Throws ExpressionError when an expression can't be parsed; definitions are checked for that beforehand. */
  static compile(expressions: Expressions, source: Json, location: string): Template {
    return new Template(compile(expressions, source, location));
  }

  /** Rejects with EvaluationError. */
  async evaluate(bindings: Bindings): Promise<Json> {
    return await this.#evaluate(bindings);
  }
}

const hasExpression = (source: Json): boolean => {
  if (typeof source === "string") return expressionIn(source) !== undefined;
  if (typeof source !== "object" || source === null) return false;
  return Object.values(source).some(hasExpression);
};

const compile = (expressions: Expressions, source: Json, location: string): Evaluate => {
  if (!hasExpression(source)) return () => source;
  if (typeof source === "string") return compileString(expressions, source, location);
  if (Array.isArray(source)) {
    const items = source.map((item: Json, i) => compile(expressions, item, `${location}[${i}]`));
    return (bindings) => Promise.all(items.map((item) => item(bindings)));
  }
  const members = Object.entries(source ?? {}).map(
    ([key, member]) => [key, compile(expressions, member, `${location}/${key}`)] as const,
  );
  return async (bindings) => {
    const values: [string, Json][] = [];
    for (const [key, member] of members) values.push([key, await member(bindings)]);
    return Object.fromEntries(values);
  };
};

const compileString = (expressions: Expressions, source: string, location: string): Evaluate => {
  const text = expressionIn(source) ?? "";
  const expression = expressions.parse(text);
  return async (bindings) => {
    const value = await evaluated(expression, bindings, text, location);
    if (value !== undefined) return value;
    throw new EvaluationError(location, `${subject(text, location)} returned nothing (undefined).`);
  };
};

const evaluated = async (expression: Expression, bindings: Bindings, text: string, location: string) => {
  try {
    return await expression(bindings);
  } catch (error) {
    if (error instanceof NotJsonError) {
      throw new EvaluationError(location, `${subject(text, location)} ${error.message}`);
    }
    if (error instanceof ExpressionError) {
      const what = "threw an error during evaluation.";
      throw new EvaluationError(location, `${subject(text, location)} ${what} ${error.message}`);
    }
    throw error;
  }
};

const subject = (text: string, location: string): string =>
  `The JSONata expression '${text}' specified for the field '${location}'`;
