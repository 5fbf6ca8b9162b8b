import * as z from "zod";
import { defineResource } from "../resource-type.ts";
import { policyDocument } from "./policy-document.ts";

/** AWS's own policies that add nothing on one machine, where logs and traces go to files. */
const harmlessManagedPolicies = [
  "service-role/AWSLambdaBasicExecutionRole",
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
  "AWSXRayDaemonWriteAccess",
];

const managedPolicyArn = z
  .string()
  .refine((arn) => harmlessManagedPolicies.some((name) => arn.endsWith(`:iam::aws:policy/${name}`)), {
    message: `supported: ${harmlessManagedPolicies.join(", ")}`,
  });

const role = defineResource({
  type: "AWS::IAM::Role",
  nameProperty: "RoleName",
  supported: z.strictObject({
    RoleName: z.string().optional(),
    ManagedPolicyArns: z.array(managedPolicyArn).optional(),
    Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocument })).default([]),
  }),
  harmless: {
    AssumeRolePolicyDocument: "a role is taken only by the resource that names it",
    Description: "only describes",
    MaxSessionDuration: "credentials live as long as the region",
    Path: "no call here looks roles up by path",
    Tags: "only describe",
  },
  identify: ({ name, world }) => ({
    ref: name,
    attributes: { Arn: `arn:${world.partition}:iam::${world.account}:role/${name}`, RoleId: `AROA${name}` },
  }),
  add: ({ logicalId, identity }, { Policies }, plan) => {
    const statements = Policies.flatMap(({ PolicyDocument }) => PolicyDocument);
    plan.roles.set(identity.ref, { logicalId, arn: identity.attributes.Arn ?? "", statements });
  },
});

const policy = defineResource({
  type: "AWS::IAM::Policy",
  nameProperty: "PolicyName",
  longestName: 128,
  supported: z.strictObject({
    PolicyName: z.string(),
    PolicyDocument: policyDocument,
    Roles: z.array(z.string()),
  }),
  identify: ({ name }) => ({ ref: name, attributes: {} }),
  add: (_, { PolicyDocument, Roles }, plan) =>
    Roles.flatMap((name) => {
      const attached = plan.roles.get(name);
      attached?.statements.push(...PolicyDocument);
      return attached ? [] : [`property Roles names ${name}, which is no role of this template`];
    }),
});

export const identityTypes = [role, policy];
