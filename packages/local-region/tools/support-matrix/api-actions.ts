import * as s3 from "@aws-sdk/client-s3";
import * as ses from "@aws-sdk/client-ses";
import * as stepFunctions from "@aws-sdk/client-sfn";
import * as sqs from "@aws-sdk/client-sqs";
import { operationNames } from "../../src/services/s3/router.ts";
import { actions as sesActions } from "../../src/services/ses/version-1.ts";
import { actions as sqsActions } from "../../src/services/sqs/actions.ts";
import { actions as statesActions } from "../../src/services/stepfunctions/api/service.ts";

export interface ApiActions {
  readonly service: string;
  /** What the region answers an action that it has not. */
  readonly refusal: string;
  readonly supported: readonly string[];
  readonly refused: readonly string[];
}

/** The actions of a service that its SDK knows. */
const actionsIn = (sdk: object): string[] =>
  Object.keys(sdk)
    .filter((name) => /^[A-Z]\w*Command$/.test(name))
    .map((name) => name.slice(0, -"Command".length));

const byName = (names: readonly string[]): string[] => [...names].sort();

const actionsOf = (
  service: string,
  refusal: string,
  supported: readonly string[],
  sdk: object,
): ApiActions => ({
  service,
  refusal,
  supported: byName(supported),
  refused: byName(actionsIn(sdk).filter((name) => !supported.includes(name))),
});

/** What the AWS endpoint answers, and what it refuses by name. */
export const apiActions = (): readonly ApiActions[] => [
  actionsOf("Step Functions", "UnknownOperationException", Object.keys(statesActions), stepFunctions),
  actionsOf("SQS", "UnsupportedOperation", Object.keys(sqsActions), sqs),
  actionsOf("S3", "NotImplemented", operationNames, s3),
  actionsOf("SES, version 1", "InvalidAction", sesActions, ses),
];
