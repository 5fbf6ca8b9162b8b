import type { RequestListener } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { AwsAccess } from "../aws/access.ts";
import type { CourseStack } from "../aws/course-stack.ts";
import { ChangeFeed, type ChangeSource } from "./change-feed.ts";
import { type ConsoleCourse, type ConsoleServerOptions, consoleListener } from "./console-server.ts";
import { type ConsoleDoor, Gatekeeper } from "./gatekeeper.ts";
import type { Inbox } from "./inbox.ts";
import { ConsoleBucket } from "./objects.ts";

export interface ConsoleOptions extends Pick<ConsoleServerOptions, "files" | "costsOf" | "now" | "log"> {
  /** What stands in front of it. */
  readonly door: ConsoleDoor;
  /**
   * What a browser must show to be let in.
   * @default - none
   */
  readonly token?: string | undefined;
  readonly access: AwsAccess;
  readonly stack: CourseStack;
  readonly inbox: Inbox;
  readonly changes: ChangeSource;
}

export interface OpenConsole {
  /** Answers what is under `/console`. */
  readonly listener: RequestListener;
  close(): void;
}

/** A page waits no longer than 30 s for an answer (web/console/api.ts). */
const bounded = (access: AwsAccess) => ({
  ...access,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
});

/** `arn:aws:states:<region>:<account>:stateMachine:<name>` says where the course is. */
const courseOf = ({ name, bucketName, stateMachineArn }: CourseStack): ConsoleCourse => {
  const [, , , region = "", account = ""] = stateMachineArn.split(":");
  return {
    stackName: name,
    outputs: { BucketName: bucketName, StateMachineArn: stateMachineArn },
    account,
    region,
  };
};

/** The console of one course, wherever `access` leads, with that access's rights. */
export const openConsole = ({
  access,
  stack,
  door,
  token,
  changes,
  ...options
}: ConsoleOptions): OpenConsole => {
  const stepFunctions = new SFNClient(bounded(access));
  const s3 = new S3Client(bounded(access));
  const feed = new ChangeFeed({ source: changes, now: options.now });
  const listener = consoleListener({
    ...options,
    gatekeeper: new Gatekeeper({ door, token }),
    course: courseOf(stack),
    stepFunctions,
    bucket: new ConsoleBucket(s3, stack.bucketName),
    changes: feed,
  });
  return {
    listener,
    close: () => {
      feed.close();
      stepFunctions.destroy();
      s3.destroy();
    },
  };
};
