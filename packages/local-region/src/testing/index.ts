/** What a test needs in addition to a whole region: single services to call, the rights of roles, and states alone. */
export { startAwsEndpoint } from "../http/endpoint.ts";
export { AwsError, type AwsRequest, type AwsResponse, type Json } from "../ports.ts";
export type { AccessListener } from "../services/iam/guard.ts";
export {
  type AccessRequest,
  decide,
  parsePolicy,
  type Statement,
  type StatementSource,
} from "../services/iam/policy.ts";
export { openObjectStore } from "../services/s3/object-store.ts";
export { type RawReply, type RawRequest, rawCall } from "./raw-call.ts";
export { openStateTester, type StateTest, type StateTestAnswer, type StateTester } from "./state-tester.ts";
