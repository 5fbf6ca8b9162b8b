import { element, renderXml, type XmlElement } from "../../http/xml.ts";
import { AwsError, type AwsService } from "../../ports.ts";
import type { RegionPlan } from "../../template/plan.ts";
import { need, type PermissionsNeeded } from "../iam/requests.ts";

const namespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

export type DescribedStack = Pick<RegionPlan, "stackName" | "stackId" | "outputs">;

/** Of the one stack, always. */
const status = "CREATE_COMPLETE";

const describe = ({ stackName, stackId, outputs }: DescribedStack, createdMs: number): XmlElement =>
  element(
    "member",
    element("StackId", stackId),
    element("StackName", stackName),
    element("CreationTime", new Date(createdMs).toISOString()),
    element("StackStatus", status),
    element("DisableRollback", false),
    element(
      "Outputs",
      ...outputs.map(({ key, value, description }) =>
        element(
          "member",
          element("OutputKey", key),
          element("OutputValue", value),
          description === undefined ? undefined : element("Description", description),
        ),
      ),
    ),
  );

const describeStacks: Action = (stack, createdMs, parameters) => {
  const name = parameters.get("StackName");
  if (name !== null && name !== stack.stackName && name !== stack.stackId) {
    throw new AwsError("ValidationError", `Stack with id ${name} does not exist`);
  }
  return element("Stacks", describe(stack, createdMs));
};

const filter = /^StackStatusFilter\.member\.\d+$/;

const listStacks: Action = ({ stackId, stackName }, createdMs, parameters) => {
  const wanted = [...parameters].filter(([key]) => filter.test(key)).map(([, value]) => value);
  const summary = element(
    "member",
    element("StackId", stackId),
    element("StackName", stackName),
    element("CreationTime", new Date(createdMs).toISOString()),
    element("StackStatus", status),
  );
  return element("StackSummaries", wanted.length > 0 && !wanted.includes(status) ? undefined : summary);
};

type Action = (stack: DescribedStack, createdMs: number, parameters: URLSearchParams) => XmlElement;

const actions: ReadonlyMap<string, Action> = new Map([
  ["DescribeStacks", describeStacks],
  ["ListStacks", listStacks],
]);

/** A call that names no stack is about all of them. */
export const stackPermissions =
  (stackId: string): PermissionsNeeded =>
  ({ body }) => {
    const parameters = new URLSearchParams(body.toString());
    const resource = parameters.has("StackName") ? stackId : "*";
    return [[need(`cloudformation:${parameters.get("Action") ?? ""}`, resource)]];
  };

/**
 * The calls of CloudFormation that a running stack needs: DescribeStacks, by name, by id, or for all; and ListStacks.
 *
 * @param createdMs when the region was started, on its clock, in milliseconds since 1970.
 */
export const cloudFormation =
  (stack: DescribedStack, createdMs: number): AwsService =>
  async ({ body }) => {
    const parameters = new URLSearchParams(body.toString());
    const name = parameters.get("Action") ?? "";
    const action = actions.get(name);
    if (!action) {
      throw new AwsError(
        "InvalidAction",
        `The region's CloudFormation has no action ${name}; it has ${[...actions.keys()].join(", ")}.`,
      );
    }
    const result = element(`${name}Result`, action(stack, createdMs, parameters));
    return {
      status: 200,
      headers: { "content-type": "text/xml" },
      body: renderXml(element(`${name}Response`, result), namespace),
    };
  };
