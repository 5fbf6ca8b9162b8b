import { Duration } from "aws-cdk-lib";
import { Grant } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import { type IQueue, Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import {
  Errors,
  type IChainable,
  IntegrationPattern,
  JitterType,
  TaskInput,
  Timeout,
} from "aws-cdk-lib/aws-stepfunctions";
import { SqsSendMessage } from "aws-cdk-lib/aws-stepfunctions-tasks";
import { Construct } from "constructs";
import { triesOfMessage } from "../course/run/queued-message.ts";
import { errorNames } from "../course/run/run.ts";
import { TaskFunction, type TaskFunctionProps } from "./task-function.ts";

/**
 * Receives before a message is dead-lettered: the worker's tries, and three more in which it fails the message's step. So only
 * messages that no worker could answer for are left in the dead-letter queue.
 */
const maxReceives = triesOfMessage + 3;

/** AWS asks for a visibility timeout of at least six times the function's timeout, as Lambda itself retries a throttled batch. */
export const visibilityFactor = 6;

export interface QueuedTaskProps {
  /** Gets messages that no worker could answer for. */
  readonly deadLetters: IQueue;
  /** The function that does the work of one message. */
  readonly worker: TaskFunctionProps;
  /** Messages that one invocation gets at most, 1 to 10. */
  readonly batchSize: number;
  /** Workers at the same time, 2 to 1,000. */
  readonly maxWorkers: number;
  /**
   * How long the step waits for a heartbeat. The time includes the wait in the queue, so it covers the backlog, and
   * a message that keeps crashing its worker until it is given up (`crashesTakeAtMost`).
   */
  readonly heartbeat: Duration;
  /** How long one try of the step may take in all. */
  readonly timeout: Duration;
}

export interface QueuedStepProps {
  /** What a trainer reads about the step in the console. */
  readonly comment: string;
  /** The worker's input: JSONata in `{% %}`, or an object that holds some. */
  readonly input: unknown;
  /**
   * Variables to set when the work is done.
   *
   * @default - none
   */
  readonly assign?: Readonly<Record<string, unknown>>;
  /** The step's output when the work is done. */
  readonly output: unknown;
  /** By the name of an error: where the workflow goes on when every try has failed. `States.ALL` comes last. */
  readonly onError: Readonly<Record<string, AfterError>>;
}

/** The next state after an error, the variables to set, and the output. */
interface AfterError {
  readonly next: IChainable;
  readonly assign: Readonly<Record<string, unknown>>;
  readonly output: unknown;
}

/**
 * A queue, the worker that takes messages from it, and the workflow step that puts one there and waits for the worker's
 * answer. A step can only be added here, so every step has a timeout, heartbeat, retry and catch.
 */
export class QueuedTask extends Construct {
  readonly queue: Queue;
  readonly worker: TaskFunction;
  readonly #props: QueuedTaskProps;

  constructor(scope: Construct, id: string, props: QueuedTaskProps) {
    super(scope, id);
    assertTimesFit(id, props);
    this.#props = props;
    this.worker = new TaskFunction(this, "Worker", props.worker);
    this.queue = new Queue(this, "Queue", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: visibility(props.worker.timeout),
      deadLetterQueue: { queue: props.deadLetters, maxReceiveCount: maxReceives },
    });
    consume(this.queue, this.worker, { batchSize: props.batchSize, maxConcurrency: props.maxWorkers });
  }

  /** Adds the step to a workflow. `scope` and `name` are the state's; the state machine must also grant the answers. */
  step(scope: Construct, name: string, props: QueuedStepProps): SqsSendMessage {
    const step = SqsSendMessage.jsonata(scope, name, {
      comment: props.comment,
      integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      queue: this.queue,
      messageBody: TaskInput.fromObject({ token: "{% $states.context.Task.Token %}", input: props.input }),
      taskTimeout: Timeout.duration(this.#props.timeout),
      heartbeatTimeout: Timeout.duration(this.#props.heartbeat),
      ...(props.assign && { assign: props.assign }),
      outputs: props.output,
    });
    // The work is idempotent, so each try is safe. A lost message is rare and its timeout is long, so there is one more
    // try. Errors of SQS have these two names.
    step.addRetry({
      errors: [errorNames.transient, "SQS.AmazonSQSException", "SQS.SdkClientException"],
      interval: Duration.seconds(5),
      backoffRate: 2,
      maxDelay: Duration.minutes(5),
      maxAttempts: 6,
      jitterStrategy: JitterType.FULL,
    });
    step.addRetry({
      errors: [Errors.TIMEOUT, Errors.HEARTBEAT_TIMEOUT],
      interval: Duration.seconds(1),
      maxAttempts: 1,
    });
    for (const [error, { next, assign, output }] of Object.entries(props.onError)) {
      step.addCatch(next, { errors: [error], assign, outputs: output });
    }
    return step;
  }
}

/** Longest time before a message that keeps crashing its worker is given up. */
export const crashesTakeAtMost = (workerTimeout: Duration): Duration =>
  Duration.seconds(triesOfMessage * visibility(workerTimeout).toSeconds());

const visibility = (functionTimeout: Duration): Duration =>
  Duration.seconds(visibilityFactor * functionTimeout.toSeconds());

const assertTimesFit = (id: string, { worker, heartbeat, timeout }: QueuedTaskProps): void => {
  const crashes = crashesTakeAtMost(worker.timeout);
  if (heartbeat.toSeconds() <= crashes.toSeconds()) {
    throw new Error(
      `${id}: the heartbeat of ${heartbeat.toSeconds()} s passes before a message that crashes its worker is given up, after ${crashes.toSeconds()} s. Make the heartbeat longer or the worker's timeout shorter.`,
    );
  }
  if (timeout.toSeconds() <= heartbeat.toSeconds()) {
    throw new Error(
      `${id}: the timeout of ${timeout.toSeconds()} s is not longer than the heartbeat of ${heartbeat.toSeconds()} s. Make it longer.`,
    );
  }
};

const consume = (
  queue: Queue,
  worker: TaskFunction,
  limits: { readonly batchSize: number; readonly maxConcurrency: number },
): void => {
  const grant = Grant.addToPrincipal({
    grantee: worker,
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    resourceArns: [queue.queueArn],
  });
  const mapping = new EventSourceMapping(worker, "Messages", {
    target: worker.function,
    eventSourceArn: queue.queueArn,
    reportBatchItemFailures: true,
    ...limits,
  });
  grant.applyBefore(mapping);
};
