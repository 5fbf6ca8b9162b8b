import * as z from "zod";
import { parseJson } from "../../../json.ts";
import { AwsError, account, type Json, region } from "../../../ports.ts";
import type { EngineContext } from "../engine-context.ts";
import type { MachineRow } from "../journal/machines.ts";
import { checkMachineArn, checkName, checkRoleArn, checkStartableArn } from "../names.ts";
import type { Permissions } from "../permissions.ts";
import {
  action,
  arnSchema,
  descriptionSchema,
  maxResultsSchema,
  nextTokenSchema,
  pageOf,
  positionIn,
  seconds,
} from "./action.ts";
import { definitionMembers, includedDataSchema } from "./definition-members.ts";
import { findExecution } from "./find-execution.ts";
import { checkVersionDescription, created, published } from "./publishing.ts";
import { tagsSchema } from "./tag-actions.ts";

const loggingSchema = z.object({
  level: z.enum(["ALL", "ERROR", "FATAL", "OFF"]).exactOptional(),
  includeExecutionData: z.boolean().exactOptional(),
  destinations: z.array(z.json()).exactOptional(),
});

const tracingSchema = z.object({ enabled: z.boolean().exactOptional() });

const textOf = (value: Json | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);

/** Throws InvalidArn, and AccessDeniedException for a role that does not exist. */
export const checkRole = ({ mayAssume }: Pick<Permissions, "mayAssume">, roleArn: string): void => {
  checkRoleArn(roleArn);
  if (mayAssume(roleArn)) return;
  throw new AwsError(
    "AccessDeniedException",
    "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
  );
};

export const createStateMachine = action(
  z.strictObject({
    name: z.string(),
    definition: z.string(),
    roleArn: arnSchema,
    type: z.enum(["STANDARD", "EXPRESS"]).optional(),
    loggingConfiguration: loggingSchema.optional(),
    tracingConfiguration: tracingSchema.optional(),
    tags: tagsSchema.optional(),
    publish: z.boolean().optional(),
    versionDescription: descriptionSchema.optional(),
  }),
  async ({ machines, versions, permissions }, request) => {
    checkVersionDescription(request);
    if (request.type === "EXPRESS") {
      throw new AwsError(
        "StateMachineTypeNotSupported",
        "Express workflows are not supported: use STANDARD.",
      );
    }
    checkName("a state machine", request.name);
    checkRole(permissions, request.roleArn);
    const { definition, roleArn, name } = request;
    const arn = `arn:aws:states:${region}:${account}:stateMachine:${name}`;
    const known = machines.find(arn);
    if (known) {
      if (known.roleArn !== roleArn || machines.definitionOf(known) !== definition) {
        throw new AwsError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
      }
      return await created(versions, known, request);
    }
    const made = await machines.put({
      arn,
      name,
      definition,
      roleArn,
      logging: textOf(request.loggingConfiguration),
      tracing: textOf(request.tracingConfiguration),
      tags: textOf(request.tags),
    });
    return await created(versions, made, request);
  },
);

export const updateStateMachine = action(
  z.strictObject({
    stateMachineArn: arnSchema,
    definition: z.string().optional(),
    roleArn: arnSchema.optional(),
    loggingConfiguration: loggingSchema.optional(),
    tracingConfiguration: tracingSchema.optional(),
    publish: z.boolean().optional(),
    versionDescription: descriptionSchema.optional(),
  }),
  async ({ machines, versions, permissions }, request) => {
    const { stateMachineArn, publish: _, versionDescription: __, ...changes } = request;
    checkStartableArn(stateMachineArn);
    checkVersionDescription(request);
    if (Object.values(changes).every((change) => change === undefined)) {
      throw new AwsError(
        "MissingRequiredParameter",
        "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
      );
    }
    if (request.roleArn !== undefined) checkRole(permissions, request.roleArn);
    const known = machines.get(stateMachineArn);
    const changed = await machines.put({
      arn: known.arn,
      name: known.name,
      definition: request.definition ?? machines.definitionOf(known),
      roleArn: request.roleArn ?? known.roleArn,
      logging: textOf(request.loggingConfiguration),
      tracing: textOf(request.tracingConfiguration),
    });
    return {
      updateDate: seconds(changed.updatedAt),
      ...revisionOf(changed),
      ...(await published(versions, changed, request)),
    };
  },
);

/** There is none before the first update that changes something. */
const revisionOf = ({ revisionId }: Pick<MachineRow, "revisionId">): { readonly revisionId?: string } =>
  revisionId === undefined ? {} : { revisionId };

/** A key of the customer's own is not supported. */
const encryptionConfiguration = { type: "AWS_OWNED_KEY" } as const;

type Described = Pick<
  MachineRow,
  "arn" | "roleArn" | "logging" | "tracing" | "revisionId" | "createdAt" | "definitionId"
>;

const described = (machine: Described, name: string): { readonly [key: string]: Json } => ({
  stateMachineArn: machine.arn,
  name,
  roleArn: machine.roleArn,
  loggingConfiguration: parseJson(machine.logging),
  tracingConfiguration: parseJson(machine.tracing),
  encryptionConfiguration,
  ...revisionOf(machine),
});

export const describeStateMachine = action(
  z.strictObject({ stateMachineArn: arnSchema, includedData: includedDataSchema }),
  ({ machines, versions }, { stateMachineArn, includedData }) => {
    checkStartableArn(stateMachineArn);
    const version = versions.find(stateMachineArn);
    const machine: Described = version ?? machines.get(stateMachineArn);
    const { name } = machines.get(version?.machineArn ?? stateMachineArn);
    return {
      ...described(machine, name),
      ...definitionMembers(machines.definitionOf(machine), includedData),
      ...(version?.description ? { description: version.description } : {}),
      status: "ACTIVE",
      type: "STANDARD",
      creationDate: seconds(machine.createdAt),
    };
  },
);

export const listStateMachines = action(
  z.strictObject({ maxResults: maxResultsSchema, nextToken: nextTokenSchema() }),
  ({ machines }, { maxResults, nextToken }) => {
    const from = nextToken === undefined ? 0 : positionIn(nextToken);
    const found = machines.all().slice(from, from + maxResults + 1);
    const { items, ...more } = pageOf(found, maxResults, () => from + maxResults);
    return {
      stateMachines: items.map((machine) => ({
        stateMachineArn: machine.arn,
        name: machine.name,
        type: "STANDARD",
        creationDate: seconds(machine.createdAt),
      })),
      ...more,
    };
  },
);

/** Deletes its versions and aliases too. Deleting a machine that does not exist is no error. */
export const deleteStateMachine = action(
  z.strictObject({ stateMachineArn: arnSchema }),
  async ({ machines, versions }, { stateMachineArn }) => {
    checkMachineArn(stateMachineArn);
    versions.deleteOf(stateMachineArn);
    await machines.delete(stateMachineArn);
    return {};
  },
);

/** Gives the execution's definition; for a Map run's child the Map's ItemProcessor. */
export const describeStateMachineForExecution = action(
  z.strictObject({ executionArn: arnSchema, includedData: includedDataSchema }),
  (context, { executionArn, includedData }) => {
    const execution = findExecution(context, executionArn);
    const [machineArn = "", label] = execution.machineArn.split("/");
    const machine = context.machines.find(machineArn);
    const revised = context.versions.find(execution.versionArn ?? "") ?? machine;
    const mapRun =
      execution.mapRunId === undefined ? undefined : context.tables.mapRuns.byId(execution.mapRunId);
    return {
      stateMachineArn: execution.machineArn,
      name: machineArn.split(":").at(-1) ?? "",
      ...definitionMembers(definitionFor(context, execution.definitionId, mapRun?.stateName), includedData),
      roleArn: execution.roleArn,
      updateDate: seconds(machine?.updatedAt ?? execution.startedAt),
      loggingConfiguration: machine ? parseJson(machine.logging) : { level: "OFF" },
      tracingConfiguration: machine ? parseJson(machine.tracing) : { enabled: false },
      encryptionConfiguration,
      ...(revised ? revisionOf(revised) : {}),
      ...(mapRun ? { mapRunArn: mapRun.arn } : {}),
      ...(label === undefined ? {} : { label }),
    };
  },
);

const definitionFor = (
  context: Pick<EngineContext, "tables" | "programs">,
  definitionId: number,
  mapState: string | undefined,
): string => {
  if (mapState === undefined) return context.tables.machines.definition(definitionId);
  return JSON.stringify(context.programs.processorSource(definitionId, mapState));
};
