import type { PlannedApi, PlannedMethod } from "../../template/plan.ts";

export interface Route {
  readonly method: PlannedMethod;
  /** Path in the template, e.g. `/v1/test` or `/v1/{id}`. */
  readonly resourcePath: string;
}

export interface Match extends Route {
  readonly pathParameters: Readonly<Record<string, string>>;
}

const hidden = /[\p{Cc}/\\]/u;

/** The path's parts, decoded; undefined when one can't be decoded, is empty, is `.` or `..`, or contains a separator. */
const partsOf = (path: string): readonly string[] | undefined => {
  const parts = path.split("/").slice(1);
  try {
    const decoded = parts.map(decodeURIComponent);
    const isPlain = decoded.every(
      (part) => part !== "" && part !== "." && part !== ".." && !hidden.test(part),
    );
    return isPlain || path === "/" ? decoded.filter((part) => part !== "") : undefined;
  } catch {
    return undefined;
  }
};

/** How a resource path matches, part by part: its parameters, and a rank that puts literal parts first. */
const matchResource = (
  resourcePath: string,
  parts: readonly string[],
): { readonly rank: string; readonly pathParameters: Record<string, string> } | undefined => {
  const wanted = resourcePath.split("/").filter((part) => part !== "");
  const pathParameters: Record<string, string> = {};
  let rank = "";
  for (const [index, pattern] of wanted.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    const [, name, isGreedy] = /^\{(\w+)(\+?)\}$/.exec(pattern) ?? [];
    if (name !== undefined && isGreedy) {
      return {
        rank: `${rank}2`,
        pathParameters: { ...pathParameters, [name]: parts.slice(index).join("/") },
      };
    }
    if (name === undefined && pattern !== part) return undefined;
    if (name !== undefined) pathParameters[name] = part;
    rank += name === undefined ? "0" : "1";
  }
  return wanted.length === parts.length ? { rank, pathParameters } : undefined;
};

/** Finds the method that answers a request; a literal part wins over a parameter, and a parameter over `{proxy+}`. */
export const findRoute = (api: PlannedApi, httpMethod: string, path: string): Match | undefined => {
  const parts = partsOf(path);
  if (!parts) return undefined;
  const fits = [...api.paths]
    .flatMap(([resourceId, resourcePath]) => {
      const found = matchResource(resourcePath, parts);
      return found ? [{ resourceId, resourcePath, ...found }] : [];
    })
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  for (const { resourceId, resourcePath, pathParameters } of fits) {
    const methods = api.methods.filter((m) => m.resourceId === resourceId);
    const method =
      methods.find((m) => m.httpMethod === httpMethod) ?? methods.find((m) => m.httpMethod === "ANY");
    if (method) return { method, resourcePath, pathParameters };
  }
  return undefined;
};
