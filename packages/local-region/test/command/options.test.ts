import { expect, test } from "@jest/globals";
import { parseCommandOptions } from "../../src/command/options.ts";

test("how many environments a function has is a number, and left to the region when nobody says it", () => {
  expect(parseCommandOptions(["--environments", "10"]).environments).toBe(10);
  expect(parseCommandOptions([])).not.toHaveProperty("environments");
});
