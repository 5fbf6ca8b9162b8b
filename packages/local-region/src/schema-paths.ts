import * as z from "zod";

/** The parts of a JSON Schema that name the members and their possible values. */
const nodeSchema = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).default([]),
  const: z.json().optional(),
  enum: z.array(z.json()).optional(),
});

type Node = z.infer<typeof nodeSchema>;

const valuesOf = ({ const: only, enum: some }: Node): string => {
  const values = some ?? (only === undefined ? [] : [only]);
  return values.length === 0 ? "" : ` (${values.map((value) => JSON.stringify(value)).join(", ")})`;
};

const pathsIn = (schema: unknown): string[] => {
  const parsed = nodeSchema.safeParse(schema);
  if (!parsed.success) return [];
  const node = parsed.data;
  const own = Object.entries(node.properties).flatMap(([name, member]) => under(name, member));
  const ofItems = node.items === undefined ? [] : under("*", node.items).filter((path) => path !== "*");
  return [...own, ...ofItems, ...node.anyOf.flatMap(pathsIn)];
};

const under = (name: string, member: unknown): string[] => {
  const paths = pathsIn(member);
  if (paths.length > 0) return paths.map((path) => `${name}.${path}`);
  const node = nodeSchema.safeParse(member);
  return [`${name}${node.success ? valuesOf(node.data) : ""}`];
};

/**
 * Every member that a schema knows, as a dotted path: `Target.Arn`, `Items.*.Header`; `*` stands for any item. Where only
 * some values are possible they stand behind it: `Runtime ("nodejs24.x")`.
 */
export const schemaPaths = (schema: z.ZodType): readonly string[] =>
  pathsIn(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
