import * as z from "zod";
import { checkMachineArn, checkStartableArn, checkVersionArn } from "../names.ts";
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

export const publishStateMachineVersion = action(
  z.strictObject({
    stateMachineArn: arnSchema,
    description: descriptionSchema.optional(),
    revisionId: z.string().optional(),
  }),
  async ({ machines, versions }, { stateMachineArn, description, revisionId }) => {
    checkStartableArn(stateMachineArn);
    const version = await versions.publish(machines.get(stateMachineArn), description, revisionId);
    return { stateMachineVersionArn: version.arn, creationDate: seconds(version.createdAt) };
  },
);

export const listStateMachineVersions = action(
  z.strictObject({
    stateMachineArn: arnSchema,
    maxResults: maxResultsSchema,
    nextToken: nextTokenSchema(),
  }),
  ({ versions }, { stateMachineArn, maxResults, nextToken }) => {
    checkMachineArn(stateMachineArn);
    const before = nextToken === undefined ? Number.POSITIVE_INFINITY : positionIn(nextToken);
    const found = versions.of(stateMachineArn).filter(({ number }) => number < before);
    const { items, ...more } = pageOf(found, maxResults, ({ number }) => number);
    return {
      stateMachineVersions: items.map(({ arn, createdAt }) => ({
        stateMachineVersionArn: arn,
        creationDate: seconds(createdAt),
      })),
      ...more,
    };
  },
);

/** Deleting a version that does not exist is no error. */
export const deleteStateMachineVersion = action(
  z.strictObject({ stateMachineVersionArn: arnSchema }),
  async ({ versions }, { stateMachineVersionArn }) => {
    checkVersionArn(stateMachineVersionArn);
    await versions.delete(stateMachineVersionArn);
    return {};
  },
);
