import { isObject, type JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { onlyAtEnd } from "./fields.ts";
import type { Problem } from "./problems.ts";
import type { Program, State } from "./program.ts";
import { argumentProblems, parseResource, supportedResources } from "./resources.ts";

/** Checks transitions, names, and the rules between the fields of one state. */
export const checkGraph = (program: Program, path: string, problems: Problem[]): void => {
  const isEndless = ![...program.states.values()].some(endsHere);
  checkMachine(program, path, problems, { names: new Set(), outerVariables: new Set(), isEndless });
  if (isEndless) {
    problems.push({ path: "", message: "Workflow has no terminal state", code: "MISSING_END_STATE" });
  }
};

const endsHere = (state: State): boolean =>
  state.Type === "Succeed" || state.Type === "Fail" || ("End" in state && state.End === true);

interface Surroundings {
  /** Of the whole definition: state names are unique in it. */
  readonly names: Set<string>;
  readonly outerVariables: ReadonlySet<string>;
  /** AWS does not say which states of a machine without an end can't be reached. */
  readonly isEndless: boolean;
}

const checkMachine = (program: Program, path: string, problems: Problem[], around: Surroundings): void => {
  const add = (at: string, message: string): number => problems.push({ path: `${path}${at}`, message });
  const lost = (at: string, message: string): number =>
    problems.push({ path: `${path}${at}`, message, code: "MISSING_TRANSITION_TARGET" });
  if (program.startAt !== "" && !program.states.has(program.startAt)) {
    lost("/StartAt", missing(program.startAt));
  }
  for (const [name, state] of program.states) {
    const statePath = `/States/${name}`;
    if (around.names.has(name)) add(statePath, "has the name of another state of this definition");
    around.names.add(name);
    for (const { at, name: target } of targetsOf(state)) {
      if (!program.states.has(target)) {
        lost(`${statePath}${at}`, missing(target));
      }
    }
    for (const message of checkState(state)) add(`${statePath}${message.at}`, message.text);
    for (const variable of assignedBy(state)) {
      if (around.outerVariables.has(variable)) {
        add(`${statePath}/Assign`, `assigns '${variable}', a variable of the surrounding machine`);
      }
    }
  }
  if (!around.isEndless) {
    for (const name of unreachable(program)) lost(`/States/${name}`, `State "${name}" is not reachable.`);
  }
  checkNested(program, path, problems, around);
};

/** AWS says 'Next' of every transition. */
const missing = (target: string): string => `Missing 'Next' target: ${target}`;

const checkNested = (program: Program, path: string, problems: Problem[], around: Surroundings): void => {
  const arrivals = arrivalsOf(program);
  const inside = (name: string): Surroundings => ({
    ...around,
    isEndless: false,
    outerVariables: new Set([...around.outerVariables, ...assignedBefore(arrivals, name)]),
  });
  for (const [name, state] of program.states) {
    if (state.Type === "Parallel") {
      state.branches.forEach((branch, i) => {
        checkMachine(branch, `${path}/States/${name}/Branches[${i}]`, problems, inside(name));
      });
    }
    if (state.Type === "Map") {
      const seen = state.isDistributed
        ? { ...inside(name), outerVariables: new Set<string>() }
        : inside(name);
      checkMachine(state.processor, `${path}/States/${name}/ItemProcessor`, problems, seen);
    }
  }
};

interface Target {
  readonly at: string;
  readonly name: string;
}

const targetsOf = (state: State): readonly Target[] => {
  const rules = state.Type === "Choice" ? state.Choices : [];
  const catchers = "Catch" in state ? (state.Catch ?? []) : [];
  return [
    ...target("/Next", "Next" in state ? state.Next : undefined),
    ...rules.flatMap((rule, i) => target(`/Choices[${i}]/Next`, rule.Next)),
    ...target("/Default", state.Type === "Choice" ? state.Default : undefined),
    ...catchers.flatMap((catcher, i) => target(`/Catch[${i}]/Next`, catcher.Next)),
  ];
};

const target = (at: string, name: string | undefined): readonly Target[] =>
  name === undefined ? [] : [{ at, name }];

const assignedBy = (state: State): readonly string[] =>
  transitionsOf(state).flatMap(({ assigned }) => assigned);

interface Transition {
  readonly to: string | undefined;
  readonly assigned: readonly string[];
}

/** The ways out of a state, each with the variables that it assigns. */
const transitionsOf = (state: State): readonly Transition[] => {
  const own = namesIn("Assign" in state ? state.Assign : undefined);
  const rules = state.Type === "Choice" ? state.Choices : [];
  const catchers = "Catch" in state ? (state.Catch ?? []) : [];
  const usual = state.Type === "Choice" ? state.Default : "Next" in state ? state.Next : undefined;
  return [
    { to: usual, assigned: own },
    ...[...rules, ...catchers].map(({ Next, Assign }) => ({ to: Next, assigned: namesIn(Assign) })),
  ];
};

const namesIn = (assign: JsonObject | undefined): readonly string[] => Object.keys(assign ?? {});

interface Arrival {
  readonly from: string;
  readonly assigned: readonly string[];
}

/** The transitions to each state. */
const arrivalsOf = (program: Program): ReadonlyMap<string, readonly Arrival[]> => {
  const arrivals = new Map<string, Arrival[]>();
  for (const [from, state] of program.states) {
    for (const { to = "", assigned } of transitionsOf(state)) {
      const known = arrivals.get(to);
      if (known) known.push({ from, assigned });
      else arrivals.set(to, [{ from, assigned }]);
    }
  }
  return arrivals;
};

/**
 * The variables that may have a value when this state is entered. Recordings of AWS show that what is assigned only later, or
 * on the state's own ways out, may be assigned inside it too.
 */
const assignedBefore = (
  arrivals: ReadonlyMap<string, readonly Arrival[]>,
  stateName: string,
): readonly string[] => {
  const earlier = new Set([stateName]);
  const variables = new Set<string>();
  for (const target of earlier) {
    for (const { from, assigned } of arrivals.get(target) ?? []) {
      if (from === stateName) continue;
      earlier.add(from);
      for (const variable of assigned) variables.add(variable);
    }
  }
  return [...variables];
};

const unreachable = (program: Program): readonly string[] => {
  const reached = new Set<string>();
  const reach = (name: string): void => {
    const state = program.states.get(name);
    if (!state || reached.has(name)) return;
    reached.add(name);
    for (const target of targetsOf(state)) reach(target.name);
  };
  reach(program.startAt);
  return [...program.states.keys()].filter((name) => !reached.has(name));
};

interface Finding {
  readonly at: string;
  readonly text: string;
}

/** What is wrong when a state has none or several of fields that exclude each other, in AWS's words. */
const exclusive = (state: object, fields: readonly string[], shown = fields): readonly Finding[] => {
  const count = fields.filter((field) => field in state).length;
  if (count === 1) return [];
  const start = count === 0 ? "This object should have only" : "There should only be";
  return [{ at: "", text: `${start} one of the following fields: [${shown.join(", ")}]` }];
};

/** AWS names the fields of JSONPath too. */
const waitFields = ["SecondsPath", "Seconds", "TimestampPath", "Timestamp"];

const checkState = (state: State): readonly Finding[] => {
  const findings: Finding[] = [];
  const isLast = state.Type === "Choice" || state.Type === "Succeed" || state.Type === "Fail";
  if (!isLast) findings.push(...exclusive(state, ["Next", "End"]));
  if (state.Type === "Wait") findings.push(...exclusive(state, ["Seconds", "Timestamp"], waitFields));
  if ("Retry" in state && state.Retry) findings.push(...allNotLast("Retry", state.Retry));
  if ("Catch" in state && state.Catch) findings.push(...allNotLast("Catch", state.Catch));
  if (state.Type === "Task") findings.push(...checkTask(state));
  return findings;
};

const allNotLast = (field: string, rules: readonly { readonly ErrorEquals: readonly string[] }[]) =>
  rules.flatMap(({ ErrorEquals }, i): Finding[] =>
    ErrorEquals.includes("States.ALL") && i < rules.length - 1
      ? [{ at: `/${field}[${i}]/ErrorEquals`, text: onlyAtEnd }]
      : [],
  );

const checkTask = (state: Extract<State, { Type: "Task" }>): readonly Finding[] => {
  const resource = parseResource(state.Resource);
  if (!resource) {
    return [
      { at: "/Resource", text: `must be ${supportedResources}, not ${JSON.stringify(state.Resource)}` },
    ];
  }
  const findings: Finding[] = [];
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat >= timeout) {
    findings.push({ at: "/HeartbeatSeconds", text: "must be smaller than TimeoutSeconds" });
  }
  if (resource.kind === "integration") findings.push(...checkArguments(state.Arguments, resource.action));
  return findings;
};

/** Arguments that one expression makes are checked at run time. */
const checkArguments = (source: Json = {}, action: "invoke" | "sendMessage"): readonly Finding[] =>
  isObject(source)
    ? argumentProblems(action, source).map(({ at, text }) => ({ at: `/Arguments${at}`, text }))
    : [];
