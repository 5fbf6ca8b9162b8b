import type { TestRef } from "./ids.ts";

/** `pageUrl` is the address of the students' page, without a slash at its end. What follows `#` is sent to no server. */
const linkTo = (view: "test" | "score", pageUrl: string, { subject, testId }: TestRef): string =>
  `${pageUrl}/#/${view}/${encodeURIComponent(subject)}/${encodeURIComponent(testId)}`;

/** The page at the questions of a test. */
export const testLink = (pageUrl: string, test: TestRef): string => linkTo("test", pageUrl, test);

/** The page at a score. */
export const scoreLink = (pageUrl: string, test: TestRef): string => linkTo("score", pageUrl, test);
