import { isJsonArray, isObject } from "../json.ts";
import type { Json } from "../ports.ts";

/** The values of references to a resource. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What an expression can use. When something can't be resolved, that is reported, and an empty text takes its place. */
export interface Scope {
  /** Value of `Ref`: a resource, a parameter or a pseudo parameter. Never called with `AWS::NoValue`. */
  ref(name: string): string | undefined;
  attribute(logicalId: string, attribute: string): string | undefined;
  report(problem: string): void;
}

type Args = Json | undefined;

const noValue = "AWS::NoValue";

/** `{ "Fn::Join": [...] }` and `{ "Ref": ... }`: the only key of an object. */
const intrinsicOf = (value: Json): { readonly name: string; readonly args: Json } | undefined => {
  if (!isObject(value)) return undefined;
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0) return undefined;
  const [name, args] = entry;
  return name === "Ref" || name === "Condition" || name.startsWith("Fn::") ? { name, args } : undefined;
};

const getAttArgs = (args: Json): readonly [string, string] | undefined => {
  const parts = typeof args === "string" ? args.split(/\.(.*)/s, 2) : args;
  if (!Array.isArray(parts)) return undefined;
  const [id, attribute] = parts;
  return typeof id === "string" && typeof attribute === "string" ? [id, attribute] : undefined;
};

const subArgs = (
  args: Json,
): { readonly text: string; readonly variables: Readonly<Record<string, Json>> } | undefined => {
  if (typeof args === "string") return { text: args, variables: {} };
  if (!isJsonArray(args)) return undefined;
  const [text, variables] = args;
  return typeof text === "string" && isObject(variables) ? { text, variables } : undefined;
};

const placeholder = /\$\{(!?)([^}]*)\}/g;

/** Logical ids (and parameter names) that a value refers to. */
export const referencesOf = (value: Json): Set<string> => {
  const found = new Set<string>();
  const visit = (at: Json): void => {
    const call = intrinsicOf(at);
    if (call?.name === "Ref" && typeof call.args === "string") found.add(call.args);
    if (call?.name === "Fn::GetAtt") found.add(getAttArgs(call.args)?.[0] ?? "");
    if (call?.name === "Fn::Sub") {
      const sub = subArgs(call.args);
      for (const [, literal, name = ""] of sub?.text.matchAll(placeholder) ?? []) {
        if (!literal && !(sub && name in sub.variables)) found.add(name.split(".")[0] ?? "");
      }
    }
    if (Array.isArray(at)) at.forEach(visit);
    else if (isObject(at)) Object.values(at).forEach(visit);
  };
  visit(value);
  return found;
};

const asText = (value: Args): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;

const lookUp = (name: string, scope: Scope): string => {
  const [id = "", attribute] = name.split(/\.(.*)/s, 2);
  const value = attribute === undefined ? scope.ref(id) : scope.attribute(id, attribute);
  return value ?? "";
};

type Intrinsic = (args: Json, scope: Scope) => Args;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (args, scope) => {
    if (args === noValue) return undefined;
    return typeof args === "string" ? (scope.ref(args) ?? "") : malformed("Ref", args, scope);
  },
  "Fn::GetAtt": (args, scope) => {
    const parts = getAttArgs(args);
    return parts ? (scope.attribute(...parts) ?? "") : malformed("Fn::GetAtt", args, scope);
  },
  "Fn::Join": (args, scope) => {
    const [separator, list] = Array.isArray(args) ? args : [];
    const values = resolve(list ?? null, scope);
    if (typeof separator !== "string" || !Array.isArray(values)) return malformed("Fn::Join", args, scope);
    return values.map((value: Json) => asText(value) ?? malformed("Fn::Join", args, scope)).join(separator);
  },
  "Fn::Sub": (args, scope) => {
    const sub = subArgs(args);
    if (!sub) return malformed("Fn::Sub", args, scope);
    return sub.text.replace(placeholder, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const variable = sub.variables[name];
      return variable === undefined ? lookUp(name, scope) : (asText(resolve(variable, scope)) ?? "");
    });
  },
  "Fn::Select": (args, scope) => {
    const [index, list] = Array.isArray(args) ? args : [];
    const values = resolve(list ?? null, scope);
    const picked = Array.isArray(values) ? values[Number(index)] : undefined;
    return picked ?? malformed("Fn::Select", args, scope);
  },
  "Fn::Split": (args, scope) => {
    const [separator, text] = Array.isArray(args) ? args : [];
    const value = resolve(text ?? null, scope);
    if (typeof separator !== "string" || typeof value !== "string")
      return malformed("Fn::Split", args, scope);
    return value.split(separator);
  },
};

export const intrinsicNames: readonly string[] = Object.keys(intrinsics);

const malformed = (name: string, args: Json, scope: Scope): string => {
  scope.report(`${name} can't be resolved: ${JSON.stringify(args)}`);
  return "";
};

/** The value with its intrinsic functions replaced; `undefined` for `AWS::NoValue`. */
export const resolve = (value: Json, scope: Scope): Args => {
  const call = intrinsicOf(value);
  if (call) {
    const intrinsic = intrinsics[call.name];
    if (intrinsic) return intrinsic(call.args, scope);
    scope.report(`${call.name} is not supported`);
    return "";
  }
  if (Array.isArray(value)) {
    return value.map((item: Json) => resolve(item, scope)).filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const resolved = resolve(item, scope);
    return resolved === undefined ? [] : [[key, resolved]];
  });
  return Object.fromEntries(entries);
};
