import * as z from "zod";
import { ofType, type Resources } from "../../lib/support/template.ts";

const names = z.array(z.string());

const retrier = z.strictObject({
  ErrorEquals: names,
  IntervalSeconds: z.number(),
  MaxAttempts: z.number(),
  BackoffRate: z.number().optional(),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.string().optional(),
});

const catcher = z.looseObject({ ErrorEquals: names, Next: z.string() });

const stateSchema = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  TimeoutSeconds: z.number().optional(),
  HeartbeatSeconds: z.number().optional(),
  Retry: z.array(retrier).optional(),
  Catch: z.array(catcher).optional(),
  get ItemProcessor() {
    return processorSchema.optional();
  },
});

const processorSchema = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), stateSchema) });

const definitionSchema = processorSchema.extend({
  QueryLanguage: z.string(),
  TimeoutSeconds: z.number(),
});

export type Retrier = z.infer<typeof retrier>;
export type State = z.infer<typeof stateSchema>;
export type Definition = z.infer<typeof definitionSchema>;

/** A state machine's definition, its references flattened. */
export const definitionOf = (resources: Resources, construct = "GradingRun"): Definition => {
  const machines = ofType(resources, "AWS::StepFunctions::StateMachine");
  const [, machine] = machines.find(([id]) => id.startsWith(construct)) ?? [];
  return definitionSchema.parse(JSON.parse(String(machine?.DefinitionString)));
};

/** Every state by its name, those of the map's children too. */
export const statesOf = (states: Readonly<Record<string, State>>): [string, State][] =>
  Object.entries(states).flatMap(([name, state]) => [
    [name, state] satisfies [string, State],
    ...statesOf(state.ItemProcessor?.States ?? {}),
  ]);

export const stateNamed = (definition: Definition, name: string): State => {
  const found = statesOf(definition.States).find(([candidate]) => candidate === name);
  if (!found) throw new Error(`There is no state ${name}.`);
  return found[1];
};
