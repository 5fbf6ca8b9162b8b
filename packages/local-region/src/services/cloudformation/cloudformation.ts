import { element, renderXml, type XmlElement } from "../../http/xml.ts";
import { AwsError, type AwsService } from "../../ports.ts";
import type { RegionPlan } from "../../template/plan.ts";

const namespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

export type DescribedStack = Pick<RegionPlan, "stackName" | "stackId" | "outputs">;

const describe = ({ stackName, stackId, outputs }: DescribedStack, createdMs: number): XmlElement =>
  element(
    "member",
    element("StackId", stackId),
    element("StackName", stackName),
    element("CreationTime", new Date(createdMs).toISOString()),
    element("StackStatus", "CREATE_COMPLETE"),
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

/**
 * The one call of CloudFormation that a running stack needs: DescribeStacks, by name, by id, or for all.
 *
 * @param createdMs when the region was started, on its clock, in milliseconds since 1970.
 */
export const cloudFormation =
  (stack: DescribedStack, createdMs: number): AwsService =>
  async ({ body }) => {
    const parameters = new URLSearchParams(body.toString());
    const action = parameters.get("Action");
    if (action !== "DescribeStacks") {
      throw new AwsError(
        "InvalidAction",
        `The region's CloudFormation has no action ${action}; it has DescribeStacks.`,
      );
    }
    const name = parameters.get("StackName");
    if (name !== null && name !== stack.stackName && name !== stack.stackId) {
      throw new AwsError("ValidationError", `Stack with id ${name} does not exist`);
    }
    const result = element("DescribeStacksResult", element("Stacks", describe(stack, createdMs)));
    return {
      status: 200,
      headers: { "content-type": "text/xml" },
      body: renderXml(element("DescribeStacksResponse", result), namespace),
    };
  };
