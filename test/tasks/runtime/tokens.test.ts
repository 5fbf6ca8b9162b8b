import { SFNClient } from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "@jest/globals";
import { StepFunctionsTokens } from "../../../tasks/runtime/tokens.ts";
import { type Reply, startHttpService } from "../support/http-service.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const tokensFor = async (reply: Reply) => {
  const { endpoint, requests, stop } = await startHttpService(() => reply);
  const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
  const client = new SFNClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  closers.push(async () => {
    client.destroy();
    await stop();
  });
  return { tokens: new StepFunctionsTokens(client), requests };
};

const taken: Reply = { status: 200, body: "{}" };
const error = (name: string): Reply => ({
  status: 400,
  body: JSON.stringify({ __type: name, message: "why" }),
});

describe("an answer to a waiting task", () => {
  test("carries the token and the result", async () => {
    const { tokens, requests } = await tokensFor(taken);
    expect(await tokens.succeed("T", { graded: 1 })).toBe("taken");
    expect(requests[0]?.headers["x-amz-target"]).toBe("AWSStepFunctions.SendTaskSuccess");
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({ taskToken: "T", output: '{"graded":1}' });
  });

  test("of a failure is cut to what Step Functions takes", async () => {
    const { tokens, requests } = await tokensFor(taken);
    expect(await tokens.fail("T", "E".repeat(300), "c".repeat(40_000))).toBe("taken");
    const sent = JSON.parse(requests[0]?.body ?? "");
    expect([sent.error.length, sent.cause.length]).toEqual([256, 32_768]);
  });

  test.each(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])("is gone after %s", async (name) => {
    const { tokens } = await tokensFor(error(name));
    expect(await tokens.succeed("T", 1)).toBe("gone");
    expect(await tokens.fail("T", "E", "c")).toBe("gone");
    expect(await tokens.heartbeat("T")).toBe("gone");
  });

  test("that could not be given is an error", async () => {
    const { tokens } = await tokensFor(error("ThrottlingException"));
    await expect(tokens.succeed("T", 1)).rejects.toMatchObject({ name: "ThrottlingException" });
  });
});
