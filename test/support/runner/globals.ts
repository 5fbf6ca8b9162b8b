import { currentGlobals } from "./current-globals.ts";

/** Stands in for `@jest/globals`, loaded once for each test file. */
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } =
  currentGlobals.value;
