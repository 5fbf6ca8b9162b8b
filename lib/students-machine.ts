import { ArnFormat, type Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { Grant } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import {
  DefinitionBody,
  type IChainable,
  LogLevel,
  QueryLanguage,
  StateMachine,
} from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { CourseStorage, StoredData } from "./course-storage.ts";
import type { QueuedTask } from "./queued-task.ts";
import type { TaskFunction } from "./task-function.ts";
import { acknowledgeWildcard } from "./wildcards.ts";

export interface StudentsMachineProps {
  /** Makes the workflow's states in `scope` and returns the first. */
  readonly workflow: (scope: Construct) => IChainable;
  readonly storage: CourseStorage;
  /** What the workflow's distributed map reads its students from, and where its results are written. */
  readonly mapData: { readonly items: StoredData; readonly results: StoredData };
  /** Label of the workflow's distributed map: part of its children's ARNs. */
  readonly mapLabel: string;
  /** The steps whose workers answer to this state machine. */
  readonly queuedTasks: readonly QueuedTask[];
  readonly timeout: Duration;
  /**
   * Distinguishes the log of a second machine of the stack.
   *
   * @default - the stack's name alone
   */
  readonly logSuffix?: string;
}

/** A state machine with a map over students, with its log and the right to answer its waiting steps. */
export class StudentsMachine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: StudentsMachineProps) {
    super(scope, id);
    const log = new LogGroup(this, "Log", {
      // With this prefix the log group does not count towards the limit of the resource policy's size.
      // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
      logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}${props.logSuffix ?? ""}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, "StateMachine", {
      definitionBody: DefinitionBody.fromChainable(props.workflow(new Construct(this, "Workflow"))),
      queryLanguage: QueryLanguage.JSONATA,
      timeout: props.timeout,
      tracingEnabled: true,
      // Errors only: a run's history and report have the rest, and every state of every student costs. Without data, because an
      // event's data contains task tokens, which are credentials, and students' addresses.
      logs: { destination: log, level: LogLevel.ERROR, includeExecutionData: false },
    });
    props.storage.grantRead(this.stateMachine, props.mapData.items);
    props.storage.grantWriteResults(this.stateMachine, props.mapData.results);
    for (const task of props.queuedTasks) {
      this.#allow(task.worker, props.mapLabel);
    }
    this.#acknowledge(props.mapLabel);
  }

  /** A child of the map is an execution of `<state machine>/<label>`. */
  #allow(worker: TaskFunction, mapLabel: string): void {
    const arn = this.stateMachine.stateMachineArn;
    Grant.addToPrincipal({
      grantee: worker,
      actions: ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"],
      resourceArns: [arn, `${arn}/${mapLabel}`],
    });
  }

  #acknowledge(mapLabel: string): void {
    Validations.of(this.stateMachine).acknowledge({
      id: "AwsSolutions-SF1",
      reason:
        "A line for every state of every student costs; a run's history and report say what its log would.",
    });
    acknowledgeWildcard(
      this.stateMachine,
      "*",
      "X-Ray's actions and those that set up CloudWatch Logs' delivery take no resource.",
    );
    const stack = Stack.of(this);
    const { stateMachineArn } = this.stateMachine;
    const name = stack.splitArn(stateMachineArn, ArnFormat.COLON_RESOURCE_NAME).resourceName;
    for (const children of [`${name}:*`, `${name}/${mapLabel}:*`]) {
      acknowledgeWildcard(
        this.stateMachine,
        stack.formatArn({
          service: "states",
          resource: "execution",
          resourceName: children,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
        "A map watches and stops its own children, whose names are made at run time.",
      );
    }
  }
}
