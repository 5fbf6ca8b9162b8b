import { describe, expect, test } from "@jest/globals";
import * as z from "zod";
import { directTask } from "../../../tasks/runtime/task-input.ts";

const inputSchema = z.object({ n: z.number(), name: z.string() });

describe("a task that is invoked directly", () => {
  test("works on its input and gives the result", async () => {
    const task = directTask(inputSchema, async ({ n }) => n + 1);
    expect(await task({ n: 1, name: "a" })).toBe(2);
  });

  test("names all that is wrong with its input", async () => {
    const task = directTask(inputSchema, async () => null);
    await expect(task({ n: "1" })).rejects.toMatchObject({
      name: "InvalidInputError",
      message: "n must be a number, not a string; name is missing.",
    });
  });

  test("gives transient failures the name that the workflow retries", async () => {
    const task = directTask(inputSchema, async () => {
      throw Object.assign(new Error("slow"), { name: "SlowDown" });
    });
    await expect(task({ n: 1, name: "a" })).rejects.toMatchObject({ name: "TransientError" });
  });
});
