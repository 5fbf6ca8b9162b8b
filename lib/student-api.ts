import { Aws, Duration, Fn, RemovalPolicy, Size, Stack, Validations } from "aws-cdk-lib";
import {
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RequestAuthorizer,
  type Resource,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { metricsNamespace } from "../course/run-metrics.ts";
import { accessLogFormat } from "./access-log-format.ts";
import type { CourseStorage } from "./course-storage.ts";
import { addGatewayResponses } from "./gateway-responses.ts";
import { period } from "./run-metric.ts";
import type { TaskName } from "./task-entries.ts";
import { TaskFunction } from "./task-function.ts";

/**
 * How long one of the API's functions may run, and how long API Gateway waits for it. API Gateway can wait 29 s; students
 * would not. A call that takes longer gets a 504 and no receipt, even if the submission is stored later.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
const apiTimeout = Duration.seconds(10);

/**
 * How long Lambda lets a new environment start, in addition to the function's timeout.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
const longestInit = Duration.seconds(10);

/**
 * After this time, every submission that was accepted before the deadline is on S3. A submission's time is when the gateway
 * received the call. Then the authorizer may start (10 s) and run (10 s), which the integration's timeout does not limit;
 * the function answers within another 10 s, its start included; 5 s are for the gateway itself and for clocks that differ.
 */
export const lateWritesLandWithin = longestInit.plus(apiTimeout).plus(apiTimeout).plus(Duration.seconds(5));

/** Part of every address; clients depend on it. */
const stageName = "api";

export interface StudentApiProps {
  readonly storage: CourseStorage;
  /**
   * Whether students get mails about tests, which they can turn off.
   *
   * @default - false
   */
  readonly hasReminders?: boolean;
}

/** The REST API of the students, version 1: a contract with clients that exist (see ARCHITECTURE.md). */
export class StudentApi extends Construct {
  readonly api: RestApi;
  /** `https://...` without stage or slash at the end: `<url>/api/v1/tests` is a whole address. */
  readonly url: string;
  /** Calls refused because of their key (401, 403), and calls that came too fast (429), whoever refused them. */
  readonly metrics: { readonly refused: Metric; readonly tooFast: Metric };

  readonly #storage: CourseStorage;

  constructor(scope: Construct, id: string, { storage, hasReminders = false }: StudentApiProps) {
    super(scope, id);
    this.#storage = storage;
    const accessLog = new LogGroup(this, "AccessLog", logSettings);
    this.api = new RestApi(this, "Api", {
      restApiName: `${Aws.STACK_NAME}-students`,
      description: "The students' way to their tests.",
      endpointTypes: [EndpointType.REGIONAL],
      // CloudFront compresses only what it may cache, and these answers it may not. It hands Accept-Encoding on, so the
      // gateway compresses; below a kilobyte it is not worth its time.
      minCompressionSize: Size.bytes(1024),
      // One role in each account and region lets API Gateway write logs; it stays for other stacks when this one is deleted.
      cloudWatchRole: true,
      deployOptions: {
        stageName,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: accessLogFormat(),
        // Enough for thousands of calls in the last minutes before a deadline, and more than one machine can send, because
        // the gateway counts before it knows who calls. tasks/api/rate-limit.ts limits single students.
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
    // CDK's own output has the stage and a slash, which the address in the clients' contract does not have.
    this.api.node.tryRemoveChild("Endpoint");
    addGatewayResponses(this.api);
    this.metrics = {
      refused: this.#countStatus(accessLog, "CallsRefused", ["401", "403"]),
      tooFast: this.#countStatus(accessLog, "CallsTooFast", ["429"]),
    };
    const v1 = this.#addRoutes();
    if (hasReminders) this.#addReminders(v1);
    this.#acknowledge();
  }

  /**
   * API Gateway logs its own errors to a log group whose name it chooses. If the group does not exist, API Gateway makes it,
   * and the group then stays for ever, even without the stack. (If a stack was first deployed without this construct,
   * CloudFormation says that the group exists; delete the group once.)
   */
  #keepExecutionLog(): void {
    const logGroupName = Fn.join("", ["API-Gateway-Execution-Logs_", this.api.restApiId, `/${stageName}`]);
    const log = new LogGroup(this, "ExecutionLog", { logGroupName, ...logSettings });
    this.api.deploymentStage.node.addDependency(log);
  }

  /** The gateway's own metric of client errors does not distinguish a wrong key from a wrong test. */
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

  #addRoutes(): Resource {
    const authorizer = new RequestAuthorizer(this, "Authorizer", {
      handler: this.#authorize().function,
      identitySources: [IdentitySource.header("x-api-key")],
      // A revoked key works for at most this much longer.
      resultsCacheTtl: Duration.seconds(60),
    });
    const v1 = this.api.root.addResource("v1");
    const tests = v1.addResource("tests");
    const test = v1.addResource("test");
    const score = v1.addResource("score");
    const appeals = v1.addResource("appeals");
    const methods = [
      tests.addMethod("POST", answeredBy(this.#listTests()), { authorizer }),
      test.addMethod("GET", answeredBy(this.#showTest()), { authorizer }),
      test.addMethod("POST", answeredBy(this.#submitTest()), { authorizer }),
      score.addMethod("GET", answeredBy(this.#showScore()), { authorizer }),
      appeals.addMethod("POST", answeredBy(this.#appealQuestion()), { authorizer }),
    ];
    for (const method of methods) {
      Validations.of(method).acknowledge({
        id: "AwsSolutions-COG4",
        reason:
          "The authorizer checks the student's own key; the clients of this contract know no user pool.",
      });
    }
    return v1;
  }

  /** Without the authorizer: mail programs and people who unsubscribe have no key at hand. */
  #addReminders(v1: Resource): void {
    const answer = answeredBy(this.#chooseReminders());
    const reminders = v1.addResource("reminders");
    for (const method of [reminders.addMethod("GET", answer), reminders.addMethod("POST", answer)]) {
      for (const id of ["AwsSolutions-APIG4", "AwsSolutions-COG4"]) {
        Validations.of(method).acknowledge({
          id,
          reason: "The function checks the token of the mail's link, which is good for this call only.",
        });
      }
    }
  }

  #authorize(): TaskFunction {
    const task = this.#task("Authorize", "authorize");
    this.#storage.grantReadIfThere(task, "profiles");
    return task;
  }

  #listTests(): TaskFunction {
    const task = this.#task("ListTests", "listTests");
    this.#storage.grantReadIfThere(task, "settings", "tests", "questions", "profiles", "scoreLists");
    this.#storage.grantRead(task, "submissions", "grades");
    this.#storage.grantList(task, "submissions", "grades");
    return task;
  }

  #showScore(): TaskFunction {
    const task = this.#task("ShowScore", "showScore");
    this.#grantScore(task);
    return task;
  }

  #appealQuestion(): TaskFunction {
    const task = this.#task("AppealQuestion", "appealQuestion");
    this.#grantScore(task);
    this.#storage.grantPut(task, "appeals");
    this.#storage.grantCreate(task, "openAppeals");
    return task;
  }

  /** What is known of one graded test. */
  #grantScore(task: TaskFunction): void {
    this.#storage.grantReadIfThere(task, "tests", "questions", "profiles", "scoreLists", "grades", "appeals");
    this.#storage.grantRead(task, "settings");
  }

  #chooseReminders(): TaskFunction {
    const task = this.#task("ChooseReminders", "chooseReminders");
    this.#storage.grantReadIfThere(task, "reminderChoices");
    this.#storage.grantPut(task, "reminderChoices");
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
