import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../src/ports.ts";
import { schemaOf, stateTypes } from "../../src/services/stepfunctions/definition/states.ts";
import { emptyPlan } from "../../src/template/plan.ts";
import { resourceTypes } from "../../src/template/resource-types/index.ts";
import { apiActions } from "../../tools/support-matrix/api-actions.ts";
import { supportPage } from "../../tools/support-matrix/page.ts";
import { world } from "../template/world.ts";

test("SUPPORT.md says what the code does; npm run support-matrix writes it anew", () => {
  expect(readFileSync(resolve(import.meta.dirname, "../../SUPPORT.md"), "utf8")).toBe(supportPage());
});

/** An object with one member at a path: `Target.Arn`, `Items.*.Header`. */
const objectWith = (path: readonly string[]): { readonly [name: string]: Json } => {
  const [name = "", next, ...rest] = path;
  if (next === undefined) return { [name]: "any" };
  return { [name]: next === "*" ? [objectWith(rest)] : objectWith([next, ...rest]) };
};

describe.each([...resourceTypes.values()].map((type) => [type.type, type] as const))("%s", (_, type) => {
  const problemsOf = (properties: { readonly [name: string]: Json }): readonly string[] => {
    const declared = { logicalId: "It", name: "it", world };
    const identity = type.identify(declared, properties);
    return type.add({ ...declared, identity }, properties, emptyPlan("Stack", "stack"));
  };
  const unknown = (name: string) => expect.stringContaining(`${name} is not supported`);

  test("knows every property that the page calls supported or harmless", () => {
    const paths = [
      ...type.supported().map((path) => path.replace(/ \(.*$/, "")),
      ...Object.keys(type.harmless),
    ];
    for (const path of paths.filter((path) => path !== "*")) {
      const parts = path.split(".");
      expect(problemsOf(objectWith(parts))).not.toContainEqual(unknown(path.replaceAll("*", "0")));
    }
  });

  test("refuses a property that it does not know, unless all of it is harmless", () => {
    const problems = problemsOf({ NobodyKnowsThis: true });
    if ("*" in type.harmless) expect(problems).toEqual([]);
    else expect(problems).toContainEqual(unknown("NobodyKnowsThis"));
  });
});

test.each([...stateTypes])("a %s state refuses a field that it does not know", (type) => {
  const { error } = schemaOf[type].safeParse({ Type: type, NobodyKnowsThis: true });
  expect(error?.issues).toContainEqual(
    expect.objectContaining({ code: "unrecognized_keys", keys: ["NobodyKnowsThis"] }),
  );
});

test("every action that the region answers is one that AWS has", () => {
  for (const { supported, refused } of apiActions()) {
    expect(supported.length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);
    expect(supported.filter((name) => refused.includes(name))).toEqual([]);
  }
});
