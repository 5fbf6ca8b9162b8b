import { expect, test } from "@jest/globals";
import { ofType, synthesize } from "./support/template.ts";

test("the run logs errors, without their data, which holds task tokens and addresses", async () => {
  const [machine] = ofType(await synthesize(), "AWS::StepFunctions::StateMachine");
  expect(machine?.[1].LoggingConfiguration).toMatchObject({ Level: "ERROR", IncludeExecutionData: false });
});
