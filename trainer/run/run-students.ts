import {
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListMapRunsCommand,
  type MapRunListItem,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { openRunOutputSchema } from "../../course/run/run.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";

/** A run's students by how far they are. */
export interface StudentCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
}

type StepFunctions = Pick<SFNClient, "send">;

/** The run is opened in its first states: there its history says how many students it has, also in parts to come. */
const firstEvents = 20;

const added = (a: StudentCounts, b: StudentCounts): StudentCounts => ({
  total: a.total + b.total,
  succeeded: a.succeeded + b.succeeded,
  failed: a.failed + b.failed,
});

/**
 * Counts the students of runs, whose roster is graded in parts: a map run for each, one after the other. What map runs that
 * have ended have counted is remembered, because Step Functions allows an account about one DescribeMapRun a second.
 */
export class RunStudents {
  readonly #client: StepFunctions;
  readonly #ended = new Map<string, StudentCounts>();
  readonly #opened = new Map<string, number>();

  constructor(client: StepFunctions) {
    this.#client = client;
  }

  /**
   * @param hasComeToAll whether the run has come to all of its parts, so that no others are asked for.
   * @returns undefined: the run has not come to its students.
   */
  async of(executionArn: string, hasComeToAll = false): Promise<StudentCounts | undefined> {
    const { mapRuns = [] } = await this.#client.send(new ListMapRunsCommand({ executionArn }));
    let sum: StudentCounts | undefined;
    for (const mapRun of mapRuns) {
      const counts = await this.#countsOf(mapRun);
      if (counts) sum = sum ? added(sum, counts) : counts;
    }
    if (sum === undefined || hasComeToAll) return sum;
    return { ...sum, total: Math.max(sum.total, await this.#openedFor(executionArn)) };
  }

  async #countsOf({ mapRunArn, stopDate }: MapRunListItem): Promise<StudentCounts | undefined> {
    const version = `${mapRunArn} ${stopDate?.getTime()}`;
    const known = this.#ended.get(version);
    if (known) return known;
    const { itemCounts } = await this.#client.send(new DescribeMapRunCommand({ mapRunArn }));
    if (!itemCounts) return undefined;
    const { total = 0, succeeded = 0, failed = 0, timedOut = 0, aborted = 0 } = itemCounts;
    const counts = { total, succeeded, failed: failed + timedOut + aborted };
    if (stopDate) this.#ended.set(version, counts);
    return counts;
  }

  /** The students that the run was opened for, by its history; 0: not known. */
  async #openedFor(executionArn: string): Promise<number> {
    const known = this.#opened.get(executionArn);
    if (known !== undefined) return known;
    const { events = [] } = await this.#client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: firstEvents, includeExecutionData: true }),
    );
    for (const { stateExitedEventDetails: exited } of events) {
      const { data } = openRunOutputSchema.safeParse(jsonOrUndefined(exited?.output));
      if (data?.status !== "open") continue;
      const students = data.parts.reduce((sum, { roster }) => sum + roster.students, 0);
      this.#opened.set(executionArn, students);
      return students;
    }
    return 0;
  }
}
