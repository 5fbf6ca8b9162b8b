import { element, renderXml, type XmlElement } from "../../http/xml.ts";
import { AwsError, type AwsService } from "../../ports.ts";
import type { PlannedResource, RegionPlan } from "../../template/plan.ts";
import { need, type PermissionsNeeded } from "../iam/requests.ts";

const namespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

export type DescribedStack = Pick<
  RegionPlan,
  "stackName" | "stackId" | "outputs" | "resources" | "templateBody"
>;

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
      ...outputs.map(({ key, value, description, exportName }) =>
        element(
          "member",
          element("OutputKey", key),
          element("OutputValue", value),
          description === undefined ? undefined : element("Description", description),
          exportName === undefined ? undefined : element("ExportName", exportName),
        ),
      ),
    ),
  );

/** Throws ValidationError for the name or the id of another stack. */
const checkStack = ({ stackName, stackId }: DescribedStack, parameters: URLSearchParams): void => {
  const name = parameters.get("StackName");
  if (name === null || name === stackName || name === stackId) return;
  throw new AwsError("ValidationError", `Stack with id ${name} does not exist`);
};

const describeStacks: Action = (stack, createdMs, parameters) => {
  checkStack(stack, parameters);
  return element("Stacks", describe(stack, createdMs));
};

const describeStackResources: Action = (stack, createdMs, parameters) => {
  checkStack(stack, parameters);
  const [logicalId, physicalId] = [parameters.get("LogicalResourceId"), parameters.get("PhysicalResourceId")];
  const wanted = stack.resources.filter(
    (resource) =>
      (logicalId === null || resource.logicalId === logicalId) &&
      (physicalId === null || resource.physicalId === physicalId),
  );
  const members = wanted.map((resource) =>
    element(
      "member",
      element("StackName", stack.stackName),
      element("StackId", stack.stackId),
      element("LogicalResourceId", resource.logicalId),
      element("PhysicalResourceId", resource.physicalId),
      element("ResourceType", resource.type),
      element("Timestamp", new Date(createdMs).toISOString()),
      element("ResourceStatus", status),
    ),
  );
  return element("StackResources", ...members);
};

/** All on one page, where AWS has a hundred. */
const listStackResources: Action = (stack, createdMs, parameters) => {
  checkStack(stack, parameters);
  const members = stack.resources.map((resource) => element("member", ...summaryOf(resource, createdMs)));
  return element("StackResourceSummaries", ...members);
};

const describeStackResource: Action = (stack, createdMs, parameters) => {
  checkStack(stack, parameters);
  const logicalId = parameters.get("LogicalResourceId");
  const resource = stack.resources.find((one) => one.logicalId === logicalId);
  if (!resource) {
    throw new AwsError(
      "ValidationError",
      `Resource ${logicalId} does not exist for stack ${stack.stackName}`,
    );
  }
  return element(
    "StackResourceDetail",
    element("StackName", stack.stackName),
    element("StackId", stack.stackId),
    ...summaryOf(resource, createdMs),
  );
};

const summaryOf = (resource: PlannedResource, createdMs: number): XmlElement[] => [
  element("LogicalResourceId", resource.logicalId),
  element("PhysicalResourceId", resource.physicalId),
  element("ResourceType", resource.type),
  element("LastUpdatedTimestamp", new Date(createdMs).toISOString()),
  element("ResourceStatus", status),
];

/** The region starts a stack as a whole, so there is one event: that it is there. */
const describeStackEvents: Action = (stack, createdMs, parameters) => {
  checkStack(stack, parameters);
  const event = element(
    "member",
    element("StackId", stack.stackId),
    element("EventId", "started"),
    element("StackName", stack.stackName),
    element("LogicalResourceId", stack.stackName),
    element("PhysicalResourceId", stack.stackId),
    element("ResourceType", "AWS::CloudFormation::Stack"),
    element("Timestamp", new Date(createdMs).toISOString()),
    element("ResourceStatus", status),
  );
  return element("StackEvents", event);
};

const listExports: Action = ({ stackId, outputs }) =>
  element(
    "Exports",
    ...outputs.map(({ exportName, value }) =>
      exportName === undefined
        ? undefined
        : element(
            "member",
            element("ExportingStackId", stackId),
            element("Name", exportName),
            element("Value", value),
          ),
    ),
  );

/** The template as it was synthesized; nothing changes it, so both stages are the same. */
const getTemplate: Action = (stack, _createdMs, parameters) => {
  checkStack(stack, parameters);
  const stage = parameters.get("TemplateStage") ?? "Original";
  if (stage !== "Original" && stage !== "Processed")
    throw new AwsError("ValidationError", `There is no template stage ${stage}.`);
  return [
    element("TemplateBody", stack.templateBody),
    element("StagesAvailable", element("member", "Original"), element("member", "Processed")),
  ];
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

type Action = (
  stack: DescribedStack,
  createdMs: number,
  parameters: URLSearchParams,
) => XmlElement | readonly XmlElement[];

/** A stack is made and changed by starting the region. */
const changes = /^(Create|Update|Delete|Execute|Rollback|Cancel|Set|SignalResource|ImportStacks)/;

const actions: ReadonlyMap<string, Action> = new Map([
  ["DescribeStacks", describeStacks],
  ["DescribeStackResources", describeStackResources],
  ["DescribeStackResource", describeStackResource],
  ["ListStackResources", listStackResources],
  ["DescribeStackEvents", describeStackEvents],
  ["ListExports", listExports],
  ["ListStacks", listStacks],
  ["GetTemplate", getTemplate],
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
 * What CloudFormation says about a running stack, as `actions` has it.
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
      const hint = changes.test(name) ? " To change the stack, start the region with another template." : "";
      throw new AwsError(
        "InvalidAction",
        `The region's CloudFormation has no action ${name}; it has ${[...actions.keys()].join(", ")}.${hint}`,
      );
    }
    const result = element(`${name}Result`, ...[action(stack, createdMs, parameters)].flat());
    return {
      status: 200,
      headers: { "content-type": "text/xml" },
      body: renderXml(element(`${name}Response`, result), namespace),
    };
  };
