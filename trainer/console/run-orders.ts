import type { Done } from "../../course/console/settle-view.ts";
import { runOrderSchema } from "../../course/console/settle-view.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { gradeAgain } from "../run/grade-again.ts";
import { type ResumeDeps, resumeRun } from "../run/resume-run.ts";
import { stopRun } from "../run/stop-run.ts";
import { asRefusal, Refusal } from "./refusal.ts";

/** What the trainer tells a run to do. @throws {Refusal} in the words of the command. */
export type GiveRunOrder = (body: string) => Promise<Done>;

/** As `bin/trainer resume`, `bin/trainer stop` and `bin/trainer grade --again`. */
export const runOrders =
  (deps: ResumeDeps): GiveRunOrder =>
  async (body) => {
    const order = runOrderSchema.safeParse(jsonOrUndefined(body)).data;
    if (order === undefined) throw new Refusal("BadRequest", "This is no order to a run.", 400);
    try {
      if (order.do === "resume") {
        const executionArn = await resumeRun(deps, order.runId);
        return { said: `Started a run that resumes ${order.runId}.`, executionArn };
      }
      if (order.do === "again") {
        const executionArn = await gradeAgain(deps, [order.path]);
        return { said: `Started a run that grades ${order.path} again.`, executionArn };
      }
      if (!isOwn(order.executionArn, deps.stateMachineArn))
        throw new Refusal("NotOfThisCourse", "This is no run of this course.", 404);
      await stopRun(deps.stepFunctions, order.executionArn);
      return { said: "Stopped." };
    } catch (error) {
      throw asRefusal(error);
    }
  };

const isOwn = (executionArn: string, stateMachineArn: string): boolean =>
  executionArn.startsWith(`${stateMachineArn.replace(":stateMachine:", ":execution:")}:`);
