import * as z from "zod";
import { AwsError } from "../../../ports.ts";
import type { Routing } from "../journal/machine-versions.ts";
import { limits } from "../limits.ts";
import { checkAliasArn, checkStartableArn, isVersionArn, machineOfQualified } from "../names.ts";
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

const aliasArnSchema = z.string().min(1).max(256);

/** AWS shows the expression in its answers, so it is written as there, escapes that are not needed too. */
const namePattern = String.raw`^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$`;

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
const routingSchema = z
  .array(z.strictObject({ stateMachineVersionArn: arnSchema, weight: z.int().min(0).max(100) }))
  .min(1)
  .max(2);

const invalid = (rule: string, received: readonly (string | number)[]): AwsError =>
  new AwsError("ValidationException", `${rule}. Received: [${received.join(", ")}]`);

/** The machine that the versions are of. Throws ValidationException. */
const checkedMachine = (routing: Readonly<Routing>): string => {
  const arns = routing.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  if (!arns.every(isVersionArn))
    throw invalid("Routing configuration must contain state machine version ARNs", arns);
  if (new Set(arns).size < arns.length) {
    throw invalid("Routing configuration must contain distinct state machine version ARNs", arns);
  }
  const weights = routing.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw invalid("Sum of routing configuration weights must equal 100", weights);
  }
  const [machine = "", ...others] = new Set(arns.map((arn) => machineOfQualified(arn) ?? ""));
  if (others.length > 0) throw invalid("Routing configuration must be of one state machine", arns);
  return machine;
};

export const createStateMachineAlias = action(
  z.strictObject({
    name: z.string().min(1).max(limits.nameCharacters).regex(new RegExp(namePattern)),
    description: descriptionSchema.default(""),
    routingConfiguration: routingSchema,
  }),
  async ({ versions }, { name, description, routingConfiguration: routing }) => {
    const machineArn = checkedMachine(routing);
    const alias = await versions.createAlias({ machineArn, name, description, routing });
    return { stateMachineAliasArn: alias.arn, creationDate: seconds(alias.createdAt) };
  },
);

export const updateStateMachineAlias = action(
  z.strictObject({
    stateMachineAliasArn: aliasArnSchema,
    description: descriptionSchema.optional(),
    routingConfiguration: routingSchema.optional(),
  }),
  async ({ versions }, { stateMachineAliasArn, description, routingConfiguration: routing }) => {
    checkAliasArn(stateMachineAliasArn);
    if (description === undefined && routing === undefined) {
      throw new AwsError("ValidationException", "Give at least one of description and routingConfiguration.");
    }
    if (routing !== undefined && checkedMachine(routing) !== machineOfQualified(stateMachineAliasArn)) {
      const arns = routing.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
      throw invalid("Routing configuration must be of the alias' state machine", arns);
    }
    const { updatedAt } = await versions.updateAlias(stateMachineAliasArn, {
      ...(description === undefined ? {} : { description }),
      ...(routing === undefined ? {} : { routing }),
    });
    return { updateDate: seconds(updatedAt) };
  },
);

export const describeStateMachineAlias = action(
  z.strictObject({ stateMachineAliasArn: aliasArnSchema }),
  ({ versions }, { stateMachineAliasArn }) => {
    checkAliasArn(stateMachineAliasArn);
    const alias = versions.alias(stateMachineAliasArn);
    return {
      stateMachineAliasArn,
      name: alias.name,
      ...(alias.description === "" ? {} : { description: alias.description }),
      routingConfiguration: alias.routing.map((part) => ({ ...part })),
      creationDate: seconds(alias.createdAt),
      updateDate: seconds(alias.updatedAt),
    };
  },
);

/** Of a machine; with the ARN of a version those that lead to it. */
export const listStateMachineAliases = action(
  z.strictObject({
    stateMachineArn: arnSchema,
    maxResults: maxResultsSchema,
    nextToken: nextTokenSchema(),
  }),
  ({ machines, versions }, { stateMachineArn, maxResults, nextToken }) => {
    checkStartableArn(stateMachineArn);
    const version = versions.find(stateMachineArn);
    const aliases = version
      ? versions.aliasesTo(version)
      : versions.aliasesOf(machines.get(stateMachineArn).arn);
    const from = nextToken === undefined ? 0 : positionIn(nextToken);
    const found = aliases.slice(from, from + maxResults + 1);
    const { items, ...more } = pageOf(found, maxResults, () => from + maxResults);
    return {
      stateMachineAliases: items.map(({ arn, createdAt }) => ({
        stateMachineAliasArn: arn,
        creationDate: seconds(createdAt),
      })),
      ...more,
    };
  },
);

/** Deleting an alias that does not exist is no error. */
export const deleteStateMachineAlias = action(
  z.strictObject({ stateMachineAliasArn: aliasArnSchema }),
  async ({ versions }, { stateMachineAliasArn }) => {
    checkAliasArn(stateMachineAliasArn);
    await versions.deleteAlias(stateMachineAliasArn);
    return {};
  },
);
