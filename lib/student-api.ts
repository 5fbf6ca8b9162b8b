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
import type { Addresses } from "../course/page-links.ts";
import { metricsNamespace } from "../course/run/run-metrics.ts";
import { accessLogFormat } from "./access-log-format.ts";
import type { CourseStorage } from "./course-storage.ts";
import { addGatewayResponses } from "./gateway-responses.ts";
import { period } from "./run-metric.ts";
import { apiTimeout, StudentApiTasks } from "./student-api-tasks.ts";
import type { TaskFunction } from "./task-function.ts";

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

/**
 * The rate is enough for thousands of calls in the last minutes before a deadline, and more than one machine can send, because
 * the gateway counts before it knows who calls (tasks/api/rate-limit.ts limits single students). All APIs of an account in a
 * region share its quota: 10,000 calls a second and a burst of 5,000, in some regions 2,500 and 1,250, which leaves room for
 * another course. A burst beyond the 1,000 functions that an account usually runs at once would get errors from Lambda; a 429
 * says to come again.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
const throttling = { throttlingRateLimit: 2000, throttlingBurstLimit: 1000 } as const;

/** Part of every address; clients depend on it. */
export const stageName = "api";

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

  readonly #tasks: StudentApiTasks;
  readonly #authorizer: RequestAuthorizer;

  constructor(scope: Construct, id: string, { storage, hasReminders = false }: StudentApiProps) {
    super(scope, id);
    this.#tasks = new StudentApiTasks(this, storage);
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
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      deployOptions: {
        stageName,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: accessLogFormat(),
        ...throttling,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        // Metrics of each method cost money and nobody reads them; those of the whole API come without.
        metricsEnabled: false,
        // The gateway would trace the whole address of a call, and that of a calendar holds its secret. The functions have
        // traces of their own.
        tracingEnabled: false,
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
    this.#authorizer = this.#authorize();
    const v1 = this.#addRoutes(hasReminders);
    this.#addCalendar(v1);
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

  #authorize(): RequestAuthorizer {
    return new RequestAuthorizer(this, "Authorizer", {
      handler: this.#tasks.authorize().function,
      identitySources: [IdentitySource.header("x-api-key")],
      // A revoked key works for at most this much longer.
      resultsCacheTtl: Duration.seconds(60),
    });
  }

  #addRoutes(hasReminders: boolean): Resource {
    const v1 = this.api.root.addResource("v1");
    const tests = v1.addResource("tests");
    const test = v1.addResource("test");
    const score = v1.addResource("score");
    this.#addMethod(tests, "POST", this.#tasks.listTests(hasReminders));
    this.#addMethod(test, "GET", this.#tasks.showTest());
    this.#addMethod(test, "POST", this.#tasks.submitTest());
    this.#addMethod(score, "GET", this.#tasks.showScore());
    this.#addMethod(v1.addResource("appeals"), "POST", this.#tasks.appealQuestion());
    return v1;
  }

  /** For callers with a key. */
  #addMethod(resource: Resource, httpMethod: string, task: TaskFunction): void {
    const method = resource.addMethod(httpMethod, answeredBy(task), { authorizer: this.#authorizer });
    Validations.of(method).acknowledge({
      id: "AwsSolutions-COG4",
      reason: "The authorizer checks the student's own key; the clients of this contract know no user pool.",
    });
  }

  /** For callers without a key: the function checks what the address holds in its place. */
  #addOpenMethod(resource: Resource, httpMethod: string, task: TaskFunction, reason: string): void {
    const method = resource.addMethod(httpMethod, answeredBy(task));
    for (const id of ["AwsSolutions-APIG4", "AwsSolutions-COG4"])
      Validations.of(method).acknowledge({ id, reason });
  }

  /** Calendar programs have no key: the address that the student makes with one holds a secret of its own. */
  #addCalendar(v1: Resource): void {
    const calendar = v1.addResource("calendar");
    const change = this.#tasks.changeCalendar();
    for (const httpMethod of ["GET", "POST", "DELETE"]) this.#addMethod(calendar, httpMethod, change);
    const feed = calendar.addResource("{studentId}").addResource("{secret}");
    const reason = "The function checks the secret in the address, which is good for this call only.";
    this.#addOpenMethod(feed, "GET", this.#tasks.showCalendar(), reason);
  }

  /** Tells the functions that answer with addresses of the course where it is; the page is made after the API. */
  studentsComeTo(addresses: Addresses): void {
    this.#tasks.studentsComeTo(addresses);
  }

  /** Without the authorizer: mail programs and people who unsubscribe have no key at hand. */
  #addReminders(v1: Resource): void {
    const reminders = v1.addResource("reminders");
    const task = this.#tasks.chooseReminders();
    const reason = "The function checks the token of the mail's link, which is good for this call only.";
    for (const httpMethod of ["GET", "POST"]) this.#addOpenMethod(reminders, httpMethod, task, reason);
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
          "A web ACL costs 5 $ a month and 1 $ a rule, three times the rest of a class's month; keys, throttling and a size limit hold callers back.",
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
