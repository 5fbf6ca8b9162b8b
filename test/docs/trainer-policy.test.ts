import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import * as z from "zod";
import { rightsOf } from "../../trainer/aws/rights.ts";
import { ofType, synthesize } from "../lib/support/template.ts";

const root = resolve(import.meta.dirname, "../..");

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const policy = z
  .object({
    Statement: z.array(
      z.object({
        Effect: z.literal("Allow"),
        Action: list,
        Resource: list,
        Condition: z.unknown().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(root, "docs", "trainer-policy.json"), "utf8"))).Statement;

/** The calls of the SDK that a file and whatever it imports, in the project, can make. */
const callsFrom = (file: string, seen = new Set<string>()): string[] => {
  if (seen.has(file) || !existsSync(file)) return [];
  seen.add(file);
  const source = readFileSync(file, "utf8");
  const own = [...source.matchAll(/import\s+\{([^}]*)\}\s+from\s+"@aws-sdk\/client-/g)]
    .flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()))
    .filter((name) => /^(\w+Command|paginate\w+)$/.test(name));
  const imported = [...source.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].flatMap(([, path = ""]) =>
    callsFrom(join(dirname(file), path), seen),
  );
  return [...own, ...imported];
};

describe("The trainer's policy", () => {
  test("allows what the trainer's commands call, and nothing else", () => {
    const calls = [...new Set(callsFrom(join(root, "bin", "trainer.ts")))];
    expect(calls.filter((call) => !(call in rightsOf))).toEqual([]);
    const needed = new Set(calls.flatMap((call) => rightsOf[call] ?? []));
    expect(policy.flatMap(({ Action }) => Action).toSorted()).toEqual([...needed].toSorted());
  });

  test("bounds mail to the course's sender, and all else that changes something to courses", () => {
    const anywhere = policy.filter(({ Resource }) => Resource.includes("*"));
    for (const action of anywhere.flatMap(({ Action }) => Action)) expect(action).toMatch(/:(Get|Describe)/);
    const mail = policy.filter(({ Action }) => Action.some((action) => action.startsWith("ses:Send")));
    expect(mail.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "ses:FromAddress": "SENDER" } },
    ]);
  });

  test("names the state machines by the names that CloudFormation gives them", async () => {
    const machines = ofType(await synthesize({ reminders: {} }), "AWS::StepFunctions::StateMachine");
    const runs = policy.find(({ Action }) => Action.includes("states:StartExecution"));
    expect(runs?.Resource.toSorted()).toEqual(
      machines.map(([id]) => `arn:aws:states:*:*:*:*${id}*`).toSorted(),
    );
  });
});
