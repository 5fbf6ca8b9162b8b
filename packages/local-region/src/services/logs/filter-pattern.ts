import { AwsError } from "../../ports.ts";

const term = /([-?]?)(?:"([^"]*)"|(\S+))/g;

/**
 * Whether a line has the terms of a filter pattern: all of them; one of those with `?`; none of those with `-`. Case counts.
 *
 * @throws {AwsError} for a pattern over JSON or columns, which is not followed here.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const matcherOf = (pattern: string): ((message: string) => boolean) => {
  if (/^\s*[{[%]/.test(pattern)) {
    throw new AwsError(
      "InvalidParameterException",
      `The region's CloudWatch Logs follows patterns of terms, not '${pattern}'.`,
    );
  }
  const terms = [...pattern.matchAll(term)].map(([, kind = "", quoted, bare = ""]) => ({
    kind,
    text: quoted ?? bare,
  }));
  const of = (wanted: string): string[] =>
    terms.filter(({ kind }) => kind === wanted).map(({ text }) => text);
  const [all, some, none] = [of(""), of("?"), of("-")];
  return (message) => {
    const has = (text: string): boolean => message.includes(text);
    return all.every(has) && !none.some(has) && (some.length === 0 || some.some(has));
  };
};
