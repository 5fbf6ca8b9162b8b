import { dirname, resolve } from "node:path";
import { AssetHashType, DockerImage, Duration, RemovalPolicy, Size, Stack } from "aws-cdk-lib";
import { Grant, type IGrantable, type IPrincipal, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { metricsNamespace } from "../course/run/run-metrics.ts";
import { writeTaskBundle } from "./task-bundles.ts";
import { type TaskName, taskEntries } from "./task-entries.ts";
import { acknowledgeWildcard } from "./wildcards.ts";

export interface TaskFunctionProps {
  /** Which task the function runs. */
  readonly task: TaskName;
  /** The longest one invocation may take: five minutes at most. */
  readonly timeout: Duration;
  /**
   * Memory; Lambda gives CPU in proportion, one whole CPU at 1,769 MiB.
   *
   * @default - 512 MiB
   */
  readonly memory?: Size;
  /**
   * Environment variables beside those that every function gets.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * The system before this one failed at a time limit. A function that needs longer must give its work away in parts, as closing a
 * run does.
 */
const longestTimeout = Duration.minutes(5);

/**
 * Lambda lets the half of Node's young generation grow to a twentieth of the memory, 88 MiB of 1,769, and so a function that
 * has the memory for its processor only held 250 MB of garbage. With Node's own 16 MiB it holds 48. If a function says one
 * of the two limits, Lambda sets neither, so the old generation's is Lambda's, nine tenths.
 *
 * @see https://dev.to/wonderfulsoap/deep-dive-into-aws-lambda-3-official-nodejs-runtime-analysis-43je
 */
const heapLimits = (memory: Size): string =>
  `--max-semi-space-size=16 --max-old-space-size=${Math.floor(memory.toMebibytes() * 0.9)}`;

/** Callers get the right to the function itself; it has no versions. */
class UnversionedFunction extends LambdaFunction {
  override get resourceArnsForGrantInvoke(): string[] {
    return [this.functionArn];
  }
}

/**
 * A Lambda function that runs one task, with a role of its own that may write the function's own log and trace, and
 * nothing else until it is granted.
 */
export class TaskFunction extends Construct implements IGrantable {
  readonly function: LambdaFunction;
  readonly grantPrincipal: IPrincipal;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: TaskFunctionProps) {
    super(scope, id);
    if (props.timeout.toSeconds() > longestTimeout.toSeconds()) {
      throw new Error(
        `${id}: a timeout of ${props.timeout.toSeconds()} s is longer than ${longestTimeout.toSeconds()} s. Let the function do less at once, in parts.`,
      );
    }
    this.timeout = props.timeout;

    const logGroup = new LogGroup(this, "Logs", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    this.grantPrincipal = role.grantPrincipal;
    Grant.addToPrincipal({
      grantee: role,
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resourceArns: [logGroup.logGroupArn],
    });

    const memory = props.memory ?? Size.mebibytes(512);
    this.function = new UnversionedFunction(this, "Function", {
      code: taskCode(props.task),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memory.toMebibytes(),
      timeout: props.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: {
        NODE_OPTIONS: `--enable-source-maps ${heapLimits(memory)}`,
        POWERTOOLS_SERVICE_NAME: props.task,
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(Stack.of(this).stackName),
        ...props.environment,
      },
    });
    acknowledgeWildcard(role, "*", "X-Ray's PutTraceSegments and PutTelemetryRecords take no resource.");
  }
}

/**
 * esbuild makes the bundle on this machine. CDK asks for an image, which is never used. The command is never run, but by it
 * CDK's cache distinguishes the bundles of one folder.
 */
const taskCode = (task: TaskName): Code =>
  Code.fromAsset(dirname(resolve(import.meta.dirname, "..", taskEntries[task])), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry("none"),
      command: [task],
      local: {
        tryBundle: (folder) => {
          writeTaskBundle(task, folder);
          return true;
        },
      },
    },
  });
