import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Node, parse } from "acorn";
import { full } from "acorn-walk";
import * as z from "zod";

const supportSchema = z.object({
  version_added: z.union([z.string(), z.boolean(), z.null()]).optional(),
  version_removed: z.unknown().optional(),
  flags: z.unknown().optional(),
  prefix: z.unknown().optional(),
  alternative_name: z.unknown().optional(),
});
const compatSchema = z.object({
  support: z.record(z.string(), z.union([supportSchema, z.array(supportSchema)])),
});
const featureSchema = z.object({ __compat: compatSchema.optional() }).catchall(z.unknown());

type Feature = z.infer<typeof featureSchema>;
type Features = Readonly<Record<string, unknown>>;

/** A version such as `15.4` for each browser, by the names of the data. */
export type Floor = Readonly<Record<string, string>>;

const dataSchema = z.object({
  api: z.record(z.string(), z.unknown()),
  javascript: z.object({ builtins: z.record(z.string(), z.unknown()) }),
});

const { api, javascript } = dataSchema.parse(
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve("@mdn/browser-compat-data"), "utf8")),
);
const spaces: readonly Features[] = [javascript.builtins, api];

/** Whose members are told by their name alone; of all interfaces, too many names are those of a page's own objects. */
const interfaces = [
  "AbortSignal",
  "Blob",
  "Cache",
  "Crypto",
  "Document",
  "Element",
  "Event",
  "EventSource",
  "EventTarget",
  "FormData",
  "Headers",
  "HTMLDialogElement",
  "HTMLElement",
  "HTMLInputElement",
  "Location",
  "Navigator",
  "Node",
  "Request",
  "Response",
  "ServiceWorkerContainer",
  "Storage",
  "StorageManager",
  "URLSearchParams",
];

const isAtMost = (version: string, floor: string): boolean => {
  const [major = 0, minor = 0] = version.replace("≤", "").split(".").map(Number);
  const [floorMajor = 0, floorMinor = 0] = floor.split(".").map(Number);
  return major < floorMajor || (major === floorMajor && minor <= floorMinor);
};

const featureIn = (space: unknown, name: string): Feature | undefined => {
  if (typeof space !== "object" || space === null || !Object.hasOwn(space, name)) return undefined;
  return featureSchema.safeParse(Reflect.get(space, name)).data;
};

const isSupported = ({ __compat }: Feature, floor: Floor): boolean =>
  Object.entries(floor).every(([browser, version]) =>
    [__compat?.support[browser] ?? []]
      .flat()
      .some(
        ({ version_added, version_removed, flags, prefix, alternative_name }) =>
          typeof version_added === "string" &&
          isAtMost(version_added, version) &&
          [version_removed, flags, prefix, alternative_name].every((limit) => limit === undefined),
      ),
  );

/** Whether a name is a member of something that the floor has; null: of nothing that is known. */
const isMember = (name: string, floor: Floor): boolean | null => {
  const owners = [...Object.values(javascript.builtins), ...interfaces.map((owner) => api[owner])];
  const found = owners
    .flatMap((owner): Feature[] => [featureIn(owner, name)].filter((feature) => feature !== undefined))
    .filter(({ __compat }) => __compat !== undefined);
  return found.length === 0 ? null : found.some((feature) => isSupported(feature, floor));
};

const memberSchema = z.object({
  type: z.literal("MemberExpression"),
  computed: z.literal(false),
  object: z.object({ type: z.string(), name: z.string().optional() }),
  property: z.object({ name: z.string() }),
});
const identifierSchema = z.object({ type: z.literal("Identifier"), name: z.string() });

const newerIn = (node: Node, floor: Floor): string[] => {
  const newer = (feature: Feature | undefined): boolean =>
    feature?.__compat !== undefined && !isSupported(feature, floor);
  const identifier = identifierSchema.safeParse(node);
  if (identifier.success) {
    const { name } = identifier.data;
    return spaces.some((space) => newer(featureIn(space, name))) ? [name] : [];
  }
  const member = memberSchema.safeParse(node);
  if (!member.success) return [];
  const { object, property } = member.data;
  const owner = object.type === "Identifier" ? (object.name ?? "") : "";
  const ofOwner = spaces.some((space) => {
    const holder = featureIn(space, owner);
    return newer(featureIn(holder, `${property.name}_static`) ?? featureIn(holder, property.name));
  });
  if (ofOwner) return [`${owner}.${property.name}`];
  return isMember(property.name, floor) === false ? [`.${property.name}`] : [];
};

/**
 * What a script names of JavaScript's and the browser's own that a browser of these versions lacks: `URL.canParse`, or
 * `.toSorted` where only the member's name is known. A page's own objects may have a member of such a name.
 * @see https://github.com/mdn/browser-compat-data
 */
export const featuresAbove = (script: string, floor: Floor): string[] => {
  const found = new Set<string>();
  full(parse(script, { ecmaVersion: "latest", sourceType: "module" }), (node) => {
    for (const name of newerIn(node, floor)) found.add(name);
  });
  return [...found].toSorted();
};
