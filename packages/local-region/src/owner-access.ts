import { type Credentials, region } from "./ports.ts";

/** A local region's address and its owner's key: a running `Region`, or what it reported about itself. */
export interface OwnerAccess {
  /** URL of the AWS endpoint. */
  readonly aws: string;
  readonly owner: Pick<Credentials, "accessKeyId" | "secretAccessKey">;
}

/** For any client of the SDK. */
export const clientSettings = ({ aws, owner }: OwnerAccess) => ({
  endpoint: aws,
  region,
  credentials: { accessKeyId: owner.accessKeyId, secretAccessKey: owner.secretAccessKey },
  // Some calls, such as Step Functions' TestState, would go to `sync-` before the endpoint's host.
  disableHostPrefix: true,
});

/** For programs that find AWS by their environment: the AWS command line, any SDK. */
export const accessVariables = ({ aws, owner }: OwnerAccess) => ({
  AWS_ENDPOINT_URL: aws,
  AWS_ACCESS_KEY_ID: owner.accessKeyId,
  AWS_SECRET_ACCESS_KEY: owner.secretAccessKey,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_DISABLE_HOST_PREFIX_INJECTION: "true",
});
