/** For `JSON.stringify`: leaves out which answers are fixed, also those of blanks. */
export const withoutFixed = (key: string, value: unknown): unknown => (key === "isFixed" ? undefined : value);
