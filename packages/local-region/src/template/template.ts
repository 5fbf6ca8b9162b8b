import * as z from "zod";
import type { Json } from "../ports.ts";

const propertiesSchema = z.record(z.string(), z.json());

/** One resource of a CloudFormation template. Policies for deletion and replacement have no effect here. */
const resourceSchema = z.strictObject({
  Type: z.string(),
  Properties: propertiesSchema.default({}),
  DependsOn: z.union([z.string().transform((id) => [id]), z.array(z.string())]).default([]),
  Metadata: z.unknown().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

/** `Description` and `ConstraintDescription` have no effect; `NoEcho` would hide values only from others. */
const parameterSchema = z.strictObject({
  Type: z.string(),
  Default: z.json().optional(),
  AllowedValues: z.array(z.json()).optional(),
  ConstraintDescription: z.string().optional(),
  Description: z.string().optional(),
  NoEcho: z.boolean().optional(),
});

const outputSchema = z.strictObject({
  Value: z.json(),
  Description: z.string().optional(),
  Export: z.strictObject({ Name: z.json() }).optional(),
});

/**
 * A CloudFormation template as the CDK synthesizes it. `Rules` only keep from AWS what must not be deployed. Conditions
 * and Mappings are refused by name.
 */
export const templateSchema = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Rules: z.unknown().optional(),
  Parameters: z.record(z.string(), parameterSchema).default({}),
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), outputSchema).default({}),
});

export type Template = z.infer<typeof templateSchema>;
export type Parameter = z.infer<typeof parameterSchema>;
export type Resource = z.infer<typeof resourceSchema>;
export type Properties = Readonly<Record<string, Json>>;
