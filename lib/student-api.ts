import { Aws, Duration, Fn, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import {
  AccessLogFormat,
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RequestAuthorizer,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { metricsNamespace } from "../course/run-metrics.ts";
import type { CourseStorage } from "./course-storage.ts";
import { addGatewayResponses } from "./gateway-responses.ts";
import { period } from "./run-metric.ts";
import type { TaskName } from "./task-entries.ts";
import { TaskFunction } from "./task-function.ts";

/**
 * How long one of the API's functions may run, and API Gateway waits for one: it would for up to 29 s, students would not.
 * What takes longer gets a 504 and no receipt, even if it is still stored.
 */
const apiTimeout = Duration.seconds(10);

/** How long Lambda lets a new environment start, beside the function's timeout. */
const longestInit = Duration.seconds(10);

/**
 * After this a submission whose receipt says that it came before the deadline is on S3. Its time is that at which the
 * gateway got the call: then the authorizer may start (10 s) and run (10 s), which the integration's timeout does not
 * bound; the function has answered 10 s later, start and all; 5 s are for the gateway itself and for clocks that differ.
 */
export const lateWritesLandWithin = longestInit.plus(apiTimeout).plus(apiTimeout).plus(Duration.seconds(5));

/** Part of every address: clients know it. */
const stageName = "api";

export interface StudentApiProps {
  readonly storage: CourseStorage;
}

/** The REST API of the students, version 1: a contract with clients that exist (see ARCHITECTURE.md). */
export class StudentApi extends Construct {
  readonly api: RestApi;
  /** `https://...` without stage or slash at the end: `<url>/api/v1/tests` is a whole address. */
  readonly url: string;
  /** Calls refused for want of a key (401, 403), and calls that came too fast (429), whoever refused them. */
  readonly metrics: { readonly refused: Metric; readonly tooFast: Metric };

  readonly #storage: CourseStorage;

  constructor(scope: Construct, id: string, { storage }: StudentApiProps) {
    super(scope, id);
    this.#storage = storage;
    const accessLog = new LogGroup(this, "AccessLog", logSettings);
    this.api = new RestApi(this, "Api", {
      restApiName: `${Aws.STACK_NAME}-students`,
      description: "The students' way to their tests.",
      endpointTypes: [EndpointType.REGIONAL],
      // One role in an account and region lets API Gateway write logs; it stays for other stacks when this one goes.
      cloudWatchRole: true,
      deployOptions: {
        stageName,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: accessLogFormat(),
        // The last minutes before a deadline: thousands at once. More than one machine sends through a line of its own,
        // as the gateway counts before it knows who calls; one student is held back by tasks/api/rate-limit.ts.
        throttlingRateLimit: 2000,
        throttlingBurstLimit: 4000,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        metricsEnabled: true,
        tracingEnabled: true,
      },
    });
    this.#keepExecutionLog();
    this.url = `https://${this.api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    // CDK's own output of the address, with the stage and a slash that the clients' contract does not have.
    this.api.node.tryRemoveChild("Endpoint");
    addGatewayResponses(this.api);
    this.metrics = {
      refused: this.#countStatus(accessLog, "CallsRefused", ["401", "403"]),
      tooFast: this.#countStatus(accessLog, "CallsTooFast", ["429"]),
    };
    this.#addRoutes();
    this.#acknowledge();
  }

  /**
   * What went wrong inside the gateway is logged under a name that it makes up itself. Where nobody has made that log group
   * before, it does, and what it made is kept for ever, even when the stack is gone. (Under a stack that was deployed without
   * this it has: CloudFormation then says that the group exists; delete it once.)
   */
  #keepExecutionLog(): void {
    const logGroupName = Fn.join("", ["API-Gateway-Execution-Logs_", this.api.restApiId, `/${stageName}`]);
    const log = new LogGroup(this, "ExecutionLog", { logGroupName, ...logSettings });
    this.api.deploymentStage.node.addDependency(log);
  }

  /** The gateway's own metric of client errors does not tell a wrong key from a wrong test. */
  #countStatus(accessLog: LogGroup, metricName: string, statuses: readonly string[]): Metric {
    const filter = new MetricFilter(this, metricName, {
      logGroup: accessLog,
      metricNamespace: metricsNamespace(Stack.of(this).stackName),
      metricName,
      filterPattern: FilterPattern.any(
        ...statuses.map((status) => FilterPattern.stringValue("$.status", "=", status)),
      ),
    });
    return filter.metric({ statistic: "sum", period });
  }

  #addRoutes(): void {
    const authorizer = new RequestAuthorizer(this, "Authorizer", {
      handler: this.#authorize().function,
      identitySources: [IdentitySource.header("x-api-key")],
      // A revoked key works for at most this much longer.
      resultsCacheTtl: Duration.seconds(60),
    });
    const v1 = this.api.root.addResource("v1");
    const tests = v1.addResource("tests");
    const test = v1.addResource("test");
    const methods = [
      tests.addMethod("POST", answeredBy(this.#listTests()), { authorizer }),
      test.addMethod("GET", answeredBy(this.#showTest()), { authorizer }),
      test.addMethod("POST", answeredBy(this.#submitTest()), { authorizer }),
    ];
    for (const method of methods) {
      Validations.of(method).acknowledge({
        id: "AwsSolutions-COG4",
        reason:
          "The authorizer checks the student's own key; the clients of this contract know no user pool.",
      });
    }
  }

  #authorize(): TaskFunction {
    const task = this.#task("Authorize", "authorize");
    this.#storage.grantReadIfThere(task, "profiles");
    return task;
  }

  #listTests(): TaskFunction {
    const task = this.#task("ListTests", "listTests");
    this.#storage.grantReadIfThere(task, "settings", "tests", "questions", "profiles");
    this.#storage.grantRead(task, "submissions", "grades");
    this.#storage.grantList(task, "submissions", "grades");
    return task;
  }

  #showTest(): TaskFunction {
    const task = this.#task("ShowTest", "showTest");
    this.#storage.grantReadIfThere(task, "settings", "tests", "questions", "profiles");
    return task;
  }

  #submitTest(): TaskFunction {
    const task = this.#task("SubmitTest", "submitTest");
    this.#storage.grantReadIfThere(task, "settings", "tests", "questions", "profiles");
    this.#storage.grantRead(task, "submissions");
    this.#storage.grantList(task, "submissions");
    this.#storage.grantCreate(task, "submissions");
    return task;
  }

  #task(id: string, task: TaskName): TaskFunction {
    return new TaskFunction(this, id, { task, timeout: apiTimeout, environment: this.#storage.environment });
  }

  #acknowledge(): void {
    Validations.of(this.api).acknowledge(
      {
        id: "AwsSolutions-APIG2",
        reason:
          "The functions validate: they name all problems of a call at once, in sentences, and accept JSON under any content type.",
      },
      {
        id: "AwsSolutions-APIG3",
        reason:
          "A web ACL costs more in a month than a class of hundreds in a year; keys, throttling and a size limit hold callers back.",
      },
      {
        id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
        reason: "The role belongs to API Gateway in the whole account; this is the policy that AWS gives it.",
      },
    );
  }
}

const logSettings = { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY } as const;

const answeredBy = (task: TaskFunction) =>
  new LambdaIntegration(task.function, { proxy: true, allowTestInvoke: false, timeout: apiTimeout });

/** One JSON line a request; neither key nor address of the student. */
const accessLogFormat = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: "$context.requestId",
      time: "$context.requestTime",
      method: "$context.httpMethod",
      path: "$context.path",
      status: "$context.status",
      studentId: "$context.authorizer.studentId",
      errorType: "$context.error.responseType",
      authorizerLatencyMs: "$context.authorizer.integrationLatency",
      latencyMs: "$context.responseLatency",
      bytes: "$context.responseLength",
    }),
  );
