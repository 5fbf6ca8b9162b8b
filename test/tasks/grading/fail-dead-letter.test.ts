import { describe, expect, test } from "@jest/globals";
import { failDeadLetter } from "../../../tasks/grading/fail-dead-letter.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { FakeTokens } from "../support/fake-tokens.ts";
import { sqsEvent } from "../support/sqs-event.ts";

logger.setLogLevel("SILENT");

describe("a dead-lettered message", () => {
  test("fails its task at once, with the reason", async () => {
    const tokens = new FakeTokens();
    expect(await failDeadLetter(sqsEvent({ token: "A", input: {} }), tokens)).toEqual({
      batchItemFailures: [],
    });
    expect(tokens.answers).toHaveLength(1);
    expect(tokens.answers[0]).toMatch(/^fail A DeadLettered: The worker crashed or timed out.*Message m0\.$/);
  });

  test("is done when nobody waits for its token any more", async () => {
    const tokens = new FakeTokens();
    tokens.gone.add("A");
    expect(await failDeadLetter(sqsEvent({ token: "A", input: {} }), tokens)).toEqual({
      batchItemFailures: [],
    });
  });

  test("without a token is done, because no step can be failed", async () => {
    const tokens = new FakeTokens();
    expect(await failDeadLetter(sqsEvent("garbage", {}), tokens)).toEqual({ batchItemFailures: [] });
    expect(tokens.answers).toEqual([]);
  });

  test("stays, alone, while Step Functions can't be reached", async () => {
    const tokens = new FakeTokens();
    tokens.broken.set("B", new Error("throttled"));
    const event = sqsEvent({ token: "A", input: {} }, { token: "B", input: {} });
    expect(await failDeadLetter(event, tokens)).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
  });
});
