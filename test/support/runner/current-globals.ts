/** What `@jest/globals` has for the test file that runs now. */
export const currentGlobals: { value: Record<string, unknown> } = { value: {} };
