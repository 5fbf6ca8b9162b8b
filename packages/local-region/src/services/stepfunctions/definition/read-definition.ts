import * as z from "zod";
import { isJsonArray, isObject, type JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { limits } from "../limits.ts";
import { processorConfigSchema } from "./map-fields.ts";
import { addProblems, oneOf, type Problem, required, unsupportedField, wording } from "./problems.ts";
import type { MapNode, ParallelNode, Program, State } from "./program.ts";
import {
  type MapState,
  machineFields,
  type ParallelState,
  type StateType,
  schemaOf,
  stateTypes,
} from "./states.ts";

type MachineKind = keyof typeof machineFields;

const topSchema = z.object({
  Version: z.literal("1.0").optional(),
  TimeoutSeconds: z.int().positive().max(limits.seconds).optional(),
  Comment: z.string().optional(),
});

/**
 * Reads one machine and the machines nested in it, and checks fields and their values. `checkGraph` checks the transitions,
 * `checkExpressions` the expressions. Whatever is wrong is added to `problems`.
 */
export const readMachine = (source: Json, kind: MachineKind, path: string, problems: Problem[]): Program => {
  const add = (at: string, message: string): number => problems.push({ path: `${path}${at}`, message });
  if (!isObject(source)) {
    add("", "must be an object");
    return { startAt: "", states: new Map() };
  }
  for (const field of Object.keys(source)) {
    const isKnown = machineFields[kind].some((known) => known === field);
    if (!isKnown) problems.push({ path: path || "/", message: unsupportedField(field) });
  }
  checkQueryLanguage(source, queryLanguageOf(source, kind), path, problems);
  const top = topSchema.safeParse(source, wording);
  if (!top.success) addProblems(problems, top.error, path);
  const startAt = source.StartAt;
  const missing = ["States", "StartAt"].filter((field) => source[field] === undefined);
  if (missing.length > 0) problems.push({ path: path || "/", message: required(missing) });
  if (startAt !== undefined && typeof startAt !== "string") add("/StartAt", "must name the first state");
  return {
    startAt: typeof startAt === "string" ? startAt : "",
    states: source.States === undefined ? new Map() : readStates(source.States, `${path}/States`, problems),
    ...(top.success && top.data.TimeoutSeconds !== undefined
      ? { timeoutSeconds: top.data.TimeoutSeconds }
      : {}),
  };
};

/** What machines nested in a state are written in, `checkStatesSay` looks at. */
const queryLanguageOf = (source: JsonObject, kind: MachineKind): Json =>
  source.QueryLanguage ?? (kind === "top" ? "JSONPath" : "JSONata");

const saysJsonata = (state: Json): boolean => isObject(state) && state.QueryLanguage === "JSONata";

/** A machine of JSONPath is taken when each of its states says JSONata for itself. */
const checkQueryLanguage = (source: JsonObject, language: Json, path: string, problems: Problem[]): void => {
  const states = isObject(source.States) ? Object.entries(source.States) : [];
  const add = (at: string, message: string): number => problems.push({ path: `${path}${at}`, message });
  if (language === "JSONata") {
    for (const [name, state] of states) {
      if (!isObject(state) || state.QueryLanguage !== "JSONPath") continue;
      add(
        `/States/${name}`,
        "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
      );
    }
  } else if (language !== "JSONPath") {
    add("/QueryLanguage", `must be JSONata, not ${JSON.stringify(language)}`);
  } else if (states.length > 0 && !states.some(([, state]) => saysJsonata(state))) {
    add(
      "/QueryLanguage",
      "JSONPath is not supported (it is what is meant where QueryLanguage is left out); write the machine with QueryLanguage JSONata",
    );
  } else checkStatesSay(source, path, problems);
};

/** Every state of a machine of JSONPath says JSONata for itself, also those nested in it: they have the machine's language. */
const checkStatesSay = (machine: JsonObject, path: string, problems: Problem[]): void => {
  for (const [name, state] of Object.entries(isObject(machine.States) ? machine.States : {})) {
    const statePath = `${path}/States/${name}`;
    if (!isObject(state) || !saysJsonata(state)) {
      problems.push({
        path: `${statePath}/QueryLanguage`,
        message: "must be JSONata: the machine's own language is JSONPath, which is not supported",
      });
      continue;
    }
    const branches = isJsonArray(state.Branches) ? state.Branches : [];
    const nested: readonly (readonly [string, Json | undefined])[] = [
      ["ItemProcessor", state.ItemProcessor],
      ...branches.map((branch, i) => [`Branches[${i}]`, branch] as const),
    ];
    for (const [field, inner] of nested) {
      if (inner !== undefined && isObject(inner)) checkStatesSay(inner, `${statePath}/${field}`, problems);
    }
  }
};

const readStates = (source: Json, path: string, problems: Problem[]): Map<string, State> => {
  const states = new Map<string, State>();
  if (!isObject(source) || Object.keys(source).length === 0) {
    problems.push({ path, message: "must hold at least one state" });
    return states;
  }
  for (const [name, state] of Object.entries(source)) {
    const statePath = `${path}/${name}`;
    if (name.length > limits.nameCharacters) {
      problems.push({
        path: statePath,
        message: `has a name of more than ${limits.nameCharacters} characters`,
      });
    }
    const read = readState(state, statePath, problems);
    if (read) states.set(name, read);
  }
  return states;
};

const isStateType = (type: Json | undefined): type is StateType => stateTypes.some((known) => known === type);

const readState = (source: Json, path: string, problems: Problem[]): State | undefined => {
  if (!isObject(source)) {
    problems.push({ path, message: "must be an object" });
    return undefined;
  }
  if (!isStateType(source.Type)) {
    problems.push(
      source.Type === undefined
        ? { path, message: required(["Type"]) }
        : { path: `${path}/Type`, message: oneOf("Type", stateTypes) },
    );
    return undefined;
  }
  // What is wrong with that is said where the machine's language is known.
  if (source.QueryLanguage === "JSONPath") return undefined;
  const read = schemaOf[source.Type].safeParse(source, wording);
  if (!read.success) {
    addProblems(problems, read.error, path);
    return undefined;
  }
  if (read.data.Type === "Parallel") return readParallel(read.data, path, problems);
  if (read.data.Type === "Map") return readMap(read.data, path, problems);
  return read.data;
};

const readParallel = (state: ParallelState, path: string, problems: Problem[]): ParallelNode => ({
  ...state,
  branches: state.Branches.map((branch, i) =>
    readMachine(branch, "branch", `${path}/Branches[${i}]`, problems),
  ),
});

/** An inline Map may carry the Tolerated… fields too, and does nothing with them. */
const distributedFields = ["ItemReader", "ItemBatcher", "ResultWriter", "Label"] as const;

const readMap = (state: MapState, path: string, problems: Problem[]): MapNode => {
  const processorPath = `${path}/ItemProcessor`;
  const config = processorConfigSchema.safeParse(state.ItemProcessor.ProcessorConfig ?? {}, wording);
  if (!config.success) addProblems(problems, config.error, `${processorPath}/ProcessorConfig`);
  const isDistributed = config.success && config.data.Mode === "DISTRIBUTED";
  if (!isDistributed) {
    for (const field of distributedFields) {
      if (state[field] === undefined) continue;
      problems.push({ path: `${path}/${field}`, message: "is for Maps with Mode DISTRIBUTED only" });
    }
  }
  if (state.ItemReader !== undefined && state.Items !== undefined) {
    problems.push({ path, message: "must not have both ItemReader and Items" });
  }
  return {
    ...state,
    isDistributed,
    processor: readMachine(state.ItemProcessor, "processor", processorPath, problems),
  };
};
