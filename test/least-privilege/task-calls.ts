import type { Json } from "local-region/testing";
import * as z from "zod";
import type { Week } from "../weeks/support/week.ts";

const scheduledSchema = z.object({ parameters: z.string() });
const parametersSchema = z.object({ FunctionName: z.string(), Payload: z.json() });

/** The functions that the run's steps called, and with what, so that each call can be made once more. */
export class TaskCalls {
  readonly #week: Week;
  readonly #calls: z.infer<typeof parametersSchema>[] = [];

  constructor(week: Week) {
    this.#week = week;
    week.region.engine.onEvent(({ type, taskScheduledEventDetails: details }) => {
      if (type !== "TaskScheduled") return;
      const { parameters } = scheduledSchema.parse(details);
      const call = parametersSchema.safeParse(JSON.parse(parameters));
      if (call.success) this.#calls.push(call.data);
    });
  }

  /** The last call of this function, made again as Step Functions' retry would; gives the answer. */
  async again(functionName: string): Promise<Json> {
    const call = this.#calls.findLast(({ FunctionName }) => FunctionName.includes(functionName));
    if (!call) throw new Error(`No step has called ${functionName}.`);
    const answer = await this.#week.region.functions.invoke(call.FunctionName, call.Payload, {
      kind: "owner",
    });
    return answer.ok ? answer.payload : answer.cause;
  }
}
