import { element, renderXml } from "../../http/xml.ts";
import { AwsError, type AwsResponse, type AwsService, account, type Principal } from "../../ports.ts";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

const identity = (principal: Principal) =>
  principal.kind === "role"
    ? { arn: principal.arn, userId: principal.logicalId }
    : { arn: `arn:aws:iam::${account}:root`, userId: account };

const callerIdentity = (principal: Principal): AwsResponse => {
  const { arn, userId } = identity(principal);
  const result = element("Arn", arn);
  const root = element(
    "GetCallerIdentityResponse",
    element("GetCallerIdentityResult", result, element("UserId", userId), element("Account", account)),
  );
  return { status: 200, headers: { "content-type": "text/xml" }, body: renderXml(root, namespace) };
};

/** The one call of the Security Token Service that is supported: GetCallerIdentity. */
export const securityTokenService: AwsService = async (request) => {
  const action = new URLSearchParams(request.body.toString()).get("Action");
  if (action !== "GetCallerIdentity") {
    throw new AwsError(
      "InvalidAction",
      `The region's STS has no action ${action}; it has GetCallerIdentity.`,
    );
  }
  return callerIdentity(request.principal);
};
