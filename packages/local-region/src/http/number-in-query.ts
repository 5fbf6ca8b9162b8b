import { AwsError } from "../ports.ts";

/** A whole number in a request's query. @throws {AwsError} with `code`, when it is none, or less than `least`. */
export const numberInQuery = (
  query: URLSearchParams,
  name: string,
  { least, byDefault, code }: { readonly least: number; readonly byDefault: number; readonly code: string },
): number => {
  const text = query.get(name);
  if (text === null) return byDefault;
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= least) return value;
  throw new AwsError(code, `${name} must be a whole number, ${least} or more, not '${text}'.`);
};
