import type * as z from "zod";
import { isObject } from "../json.ts";
import type { Json } from "../ports.ts";
import { schemaPaths } from "../schema-paths.ts";
import type { Identity } from "./intrinsics.ts";
import type { RegionPlan } from "./plan.ts";
import type { Properties } from "./template.ts";

/** Where the template runs; names, ARNs and URLs are made from this. */
export interface World {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly urlSuffix: string;
  readonly stackName: string;
  /** URL of a queue, by its name. */
  readonly queueUrl: (name: string) => string;
  /** Base URL of the front door, without a slash at its end. */
  readonly frontDoorUrl: string;
  /** Folder or file of each asset, by its key in the bootstrap bucket. */
  readonly assets: ReadonlyMap<string, string>;
}

export interface Declared {
  readonly logicalId: string;
  /** Physical name: the template's own, or made from stack and logical id. */
  readonly name: string;
  readonly identity: Identity;
  readonly world: World;
}

export interface ResourceType {
  readonly type: string;
  /** Property that holds the physical name. */
  readonly nameProperty: string | undefined;
  readonly longestName: number;
  /** Paths of the properties that have an effect here. `*` stands for any item. */
  readonly supported: () => readonly string[];
  /** Property paths that change nothing on one machine, each with the reason. `*` stands for any part. */
  readonly harmless: Readonly<Record<string, string>>;
  identify(resource: Omit<Declared, "identity">, properties: Properties): Identity;
  /** Adds the resource to the plan; returns its problems as sentences. */
  add(resource: Declared, properties: Properties, plan: RegionPlan): readonly string[];
}

interface Definition<Supported> {
  readonly type: string;
  readonly nameProperty?: string;
  readonly longestName?: number;
  readonly supported: z.ZodType<Supported>;
  readonly harmless?: Readonly<Record<string, string>>;
  readonly identify: ResourceType["identify"];
  /**
   * @param all with the harmless ones, as the template has them.
   * @returns problems of values that the schema allows.
   */
  readonly add?: (
    resource: Declared,
    properties: Supported,
    plan: RegionPlan,
    all: Properties,
  ) => string | readonly string[] | undefined;
}

/** Leaves out the value at a path, and an object that becomes empty by that. */
const without = (value: Json, path: readonly string[]): Json => {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(value)) return head === "*" ? value.map((item: Json) => without(item, rest)) : value;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, Json][] => {
      if (head !== "*" && head !== key) return [[key, item]];
      if (rest.length === 0) return [];
      const left = without(item, rest);
      return isObject(left) && Object.keys(left).length === 0 ? [] : [[key, left]];
    }),
  );
};

const valueAt = (properties: Properties, path: readonly PropertyKey[]): Json | undefined => {
  let value: Json | undefined = properties;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) ? value[String(key)] : undefined;
  }
  return value;
};

/** As a problem of the template, in a sentence. */
export const describeIssue = (issue: z.core.$ZodIssue, properties: Properties): readonly string[] => {
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `property ${path ? `${path}.` : ""}${key} is not supported`);
  }
  const value = valueAt(properties, issue.path);
  if (value === undefined) return [`property ${path} is missing`];
  const wanted =
    issue.code === "invalid_value" ? `supported: ${issue.values.map(String).join(", ")}` : issue.message;
  return [`property ${path} is ${JSON.stringify(value)}; ${wanted}`];
};

/**
 * A type of resource that the region starts or understands. `supported` is strict: a property that is not in it is not
 * supported.
 */
export const defineResource = <Supported>(definition: Definition<Supported>): ResourceType => {
  const harmless = definition.harmless ?? {};
  return {
    type: definition.type,
    nameProperty: definition.nameProperty,
    longestName: definition.longestName ?? 64,
    supported: () => schemaPaths(definition.supported),
    harmless,
    identify: definition.identify,
    add(resource, properties, plan) {
      const relevant = Object.keys(harmless).reduce<Json>(
        (left, path) => without(left, path.split(".")),
        properties,
      );
      const parsed = definition.supported.safeParse(relevant);
      if (!parsed.success) return parsed.error.issues.flatMap((issue) => describeIssue(issue, properties));
      return [definition.add?.(resource, parsed.data, plan, properties) ?? []].flat();
    },
  };
};

/** A type that has no effect on one machine; `why` is the reason, for people. Its references are still resolved. */
export const harmlessResource = (
  type: string,
  why: string,
  identify: ResourceType["identify"] = ({ name }) => ({ ref: name, attributes: {} }),
): ResourceType => ({
  type,
  nameProperty: undefined,
  longestName: 255,
  supported: () => [],
  harmless: { "*": why },
  identify,
  add: () => [],
});

/** `arn:aws:<service>:<region>:<account>:<resource>`. */
export const arnOf = (world: World, service: string, resource: string): string =>
  `arn:${world.partition}:${service}:${world.region}:${world.account}:${resource}`;
