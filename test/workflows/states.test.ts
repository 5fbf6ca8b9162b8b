import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openStateTester, type StateTest, type StateTester } from "local-region/testing";
import { synthesize } from "../lib/support/template.ts";
import { type Definition, definitionOf, type State, statesOf } from "./support/definition.ts";
import { retriesTable, statesTable } from "./support/errors-table.ts";
import { type Sample, samples } from "./support/samples.ts";

type Machine = keyof typeof samples;
const machineNames = ["GradingRun", "Notices"] as const satisfies readonly Machine[];

const folder = mkdtempSync(join(tmpdir(), "states-"));
let tester: StateTester;
let machines: Readonly<Record<Machine, Definition>>;
beforeAll(async () => {
  tester = await openStateTester(folder);
  const resources = await synthesize({ reminders: {} });
  machines = { GradingRun: definitionOf(resources), Notices: definitionOf(resources, "Notices") };
});
afterAll(() => {
  tester.close();
  rmSync(folder, { recursive: true });
});

const tried = (
  machine: Machine,
  stateName: string,
  { input, variables }: Sample,
  more: Partial<StateTest>,
) => {
  const definition = JSON.stringify(machines[machine]).replaceAll("<AWS::Partition>", "aws");
  return tester.test({ definition, stateName, input, ...(variables ? { variables } : {}), ...more });
};

/** The first sample of each state that calls something, with the state. */
const callers = (machine: Machine): [string, Sample, State][] =>
  statesOf(machines[machine].States).flatMap(([name, state]): [string, Sample, State][] => {
    const sample = samples[machine].find((candidate) => candidate.state === name);
    if (!sample) throw new Error(`There is no sample for ${name}.`);
    return state.Retry || state.Catch ? [[name, sample, state]] : [];
  });

describe.each(machineNames)("Each state of %s", (machine) => {
  test("has a sample", () => {
    const names = statesOf(machines[machine].States).map(([name]) => name);
    expect(new Set(samples[machine].map(({ state }) => state))).toEqual(new Set(names));
  });

  test.each(samples[machine].map((sample) => [sample.state, sample.next, sample] as const))(
    "%s: then %s",
    async (state, next, sample) => {
      const more = sample.result === undefined ? {} : { mock: { result: sample.result } };
      const answer = await tried(machine, state, sample, more);
      const end = answer.status === "FAILED" ? `fails with ${answer.error}` : "ends";
      expect(answer.nextState ?? end).toBe(next);
      expect(["SUCCEEDED", "FAILED"]).toContain(answer.status);
      if (sample.output !== undefined) expect(JSON.parse(answer.output ?? "null")).toEqual(sample.output);
    },
  );

  test("is tried again as its Retry says, and no more often", async () => {
    // Many states have the same list: each error of a list is tried once, its first one at every state.
    const known = new Set<string>();
    for (const [name, sample, { Retry = [] }] of callers(machine)) {
      for (const [retryIndex, { ErrorEquals, MaxAttempts }] of Retry.entries()) {
        const kind = JSON.stringify(ErrorEquals);
        const errors = known.has(kind) ? ErrorEquals.slice(0, 1) : ErrorEquals;
        known.add(kind);
        for (const error of errors) {
          const mock = { error };
          const last = await tried(machine, name, sample, { mock, retries: MaxAttempts - 1 });
          expect({ name, error, status: last.status }).toEqual({ name, error, status: "RETRIABLE" });
          expect(last.inspectionData.errorDetails).toMatchObject({ retryIndex });
        }
        const mock = { error: ErrorEquals[0] ?? "" };
        const over = await tried(machine, name, sample, { mock, retries: MaxAttempts });
        expect({ name, status: over.status }).toEqual({ name, status: "CAUGHT_ERROR" });
      }
    }
  });

  test("goes where its Catch says after any other error, which the variables then hold", async () => {
    for (const [name, sample, { Catch = [] }] of callers(machine)) {
      const mock = { error: "Unheard.Of", cause: "no luck" };
      const answer = await tried(machine, name, sample, { mock });
      const caught = { name, status: "CAUGHT_ERROR", nextState: Catch.at(-1)?.Next };
      expect({ name, status: answer.status, nextState: answer.nextState }).toEqual(caught);
      expect(answer.inspectionData.errorDetails).toEqual({ catchIndex: Catch.length - 1 });
      if (name.startsWith("Report")) continue;
      const variables = JSON.parse(answer.inspectionData.variables ?? "{}");
      const { failure = variables.instantFailure ?? variables.partFailure ?? variables.caught } = variables;
      expect(failure).toMatchObject({ error: "Unheard.Of", cause: "no luck" });
    }
  });
});

describe("docs/workflow-errors.md has", () => {
  const page = readFileSync(resolve(import.meta.dirname, "../../docs/workflow-errors.md"), "utf8");

  test("each entry of a Retry", () => {
    expect(page).toContain(retriesTable(Object.values(machines)));
  });

  test.each(machineNames)("each state of %s that has a Retry or Catch", (machine) => {
    expect(page).toContain(statesTable(machines[machine], Object.values(machines)));
  });
});
