import { Stack, Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { isObject } from "../course/unknown-value.ts";

/**
 * Acknowledges that a role below `scope` has rights to this one pattern of resources.
 *
 * @param resource - an ARN with `*` in it, as the policy names it; may hold CDK tokens
 */
export const acknowledgeWildcard = (scope: IConstruct, resource: string, reason: string): void => {
  Validations.of(scope).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(resource))}]`,
    reason,
  });
};

/** A resolved reference in cdk-nag's notation: `<Bucket.Arn>/students/*`. */
const flatten = (value: unknown): string => {
  if (!isObject(value)) return String(value);
  if ("Ref" in value) return `<${value.Ref}>`;
  if ("Fn::GetAtt" in value && Array.isArray(value["Fn::GetAtt"]))
    return `<${value["Fn::GetAtt"].join(".")}>`;
  if ("Fn::Join" in value && Array.isArray(value["Fn::Join"])) {
    const [delimiter, parts]: unknown[] = value["Fn::Join"];
    if (Array.isArray(parts)) return parts.map(flatten).join(String(delimiter));
  }
  return JSON.stringify(value);
};
