/** Kinds of schemas in the SDK, as its `StaticStructureSchema` and the like number them. */
const structure = 3;
const listKind = 1;
const mapKind = 2;
/** A simple one with a name of its own. */
const named = 0;

/** What is wrong with a value by the service's own model, as the SDK carries it; each with its path. */
export const modelProblems = (schema: unknown, value: unknown, path = ""): string[] => {
  if (typeof schema === "function") return modelProblems(schema(), value, path);
  if (Array.isArray(schema) && typeof schema[1] !== "string") return modelProblems(schema[0], value, path);
  if (Array.isArray(schema) && schema[0] === structure) return structureProblems(schema, value, path);
  if (Array.isArray(schema) && schema[0] === listKind) {
    const items = Array.isArray(value) ? value : [];
    const own = Array.isArray(value) ? [] : [`${path} is no list`];
    return [...own, ...items.flatMap((item, i) => modelProblems(schema[4], item, `${path}/${i}`))];
  }
  if (Array.isArray(schema) && schema[0] === mapKind) {
    const members = Object.entries(typeof value === "object" && value !== null ? value : {});
    return members.flatMap(([name, member]) => modelProblems(schema[5], member, `${path}/${name}`));
  }
  if (Array.isArray(schema) && schema[0] === named) return modelProblems(schema[4], value, path);
  const kind = kindsOf[String(schema)];
  if (kind === undefined) throw new Error(`The schema of ${path} is of no known kind: ${String(schema)}`);
  return typeof value === kind ? [] : [`${path} is a ${typeof value}, not a ${kind}`];
};

/** Simple schemas by their number: text, numbers, yes or no, and instants, which JSON 1.0 writes as numbers. */
const kindsOf: Readonly<Record<string, string>> = { 0: "string", 1: "number", 2: "boolean", 4: "number" };

const structureProblems = (schema: readonly unknown[], value: unknown, path: string): string[] => {
  const [, , , , names, types, requiredCount = 0] = schema;
  if (!Array.isArray(names) || !Array.isArray(types)) throw new Error(`${path} has no members.`);
  if (typeof value !== "object" || value === null) return [`${path} is no object`];
  const members = new Map(Object.entries(value));
  const missing = names
    .slice(0, Number(requiredCount))
    .filter((name) => !members.has(name))
    .map((name) => `${path}/${name} is missing`);
  const wrong = [...members].flatMap(([name, member]) => {
    const index = names.indexOf(name);
    return index < 0
      ? [`${path}/${name} is not in AWS's model`]
      : modelProblems(types[index], member, `${path}/${name}`);
  });
  return [...missing, ...wrong];
};
