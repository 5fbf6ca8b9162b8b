import type { ExecutionListItem } from "@aws-sdk/client-sfn";
import { memberOf } from "../../course/unknown-value.ts";
import type { AnswerCache } from "./step-functions.ts";

/**
 * Actions that a page asks for each run in a list, and that an account may call about once a second.
 * Source: docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html.
 */
const rationed: ReadonlySet<string> = new Set([
  "DescribeMapRun",
  "DescribeStateMachineForExecution",
  "ListMapRuns",
]);

/** As many students as a page shows of some runs; each description is a few kilobytes. */
const mostSucceeded = 2_000;

const versionOf = ({ status, stopDate, redriveCount, redriveDate }: ExecutionListItem): string =>
  [status, stopDate?.getTime(), redriveCount, redriveDate?.getTime()].join(" ");

interface Answer {
  readonly executionArn: string;
  readonly answer: object;
}

/**
 * The executions of the last look at the list, and the answers of Step Functions about those that had ended. An answer
 * stays the same until the execution is redriven, which the list shows.
 */
export class SeenExecutions {
  #executions: ReadonlyMap<string, ExecutionListItem> = new Map();
  readonly #answers = new Map<string, Answer>();
  /** Descriptions of executions that succeeded, the latest last. */
  readonly #succeeded = new Map<string, object>();

  /** @returns the executions that have changed since the last look, or may have; running ones always may. */
  look(list: readonly ExecutionListItem[]): string[] {
    const before = this.#executions;
    this.#executions = new Map(list.map((each) => [each.executionArn ?? "", each]));
    const changed = new Set(
      [...this.#executions]
        .filter(([arn, each]) => each.status === "RUNNING" || !isSame(each, before.get(arn)))
        .map(([arn]) => arn),
    );
    for (const [key, { executionArn }] of this.#answers) {
      if (changed.has(executionArn) || !this.#executions.has(executionArn)) this.#answers.delete(key);
    }
    return [...changed];
  }

  get isRunning(): boolean {
    return this.#executions.values().some(({ status }) => status === "RUNNING");
  }

  /** Asks Step Functions, unless an earlier answer is still right. */
  readonly cached: AnswerCache = async (action, request, ask) => {
    if (action === "DescribeExecution") return this.#describe(JSON.stringify(request), ask);
    if (!rationed.has(action)) return ask();
    const key = `${action} ${JSON.stringify(request)}`;
    const known = this.#answers.get(key);
    if (known) return known.answer;
    const answer = await ask();
    const executionArn = memberOf(request, "executionArn") ?? memberOf(answer, "executionArn");
    if (typeof executionArn === "string" && this.#hasEnded(executionArn)) {
      this.#answers.set(key, { executionArn, answer });
    }
    return answer;
  };

  /** A page describes each student of a run again and again. What has succeeded can't be redriven, so it stays as it is. */
  async #describe(request: string, ask: () => Promise<object>): Promise<object> {
    const known = this.#succeeded.get(request);
    if (known) return known;
    const answer = await ask();
    if (memberOf(answer, "status") !== "SUCCEEDED") return answer;
    this.#succeeded.set(request, answer);
    const [oldest = ""] = this.#succeeded.keys();
    if (this.#succeeded.size > mostSucceeded) this.#succeeded.delete(oldest);
    return answer;
  }

  #hasEnded(executionArn: string): boolean {
    const status = this.#executions.get(executionArn)?.status;
    return status !== undefined && status !== "RUNNING" && status !== "PENDING_REDRIVE";
  }
}

const isSame = (one: ExecutionListItem, other: ExecutionListItem | undefined): boolean =>
  other !== undefined && versionOf(one) === versionOf(other);
