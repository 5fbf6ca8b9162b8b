import type { TestRef } from "./ids.ts";

/** Where students reach their course; no address has a slash at its end. */
export interface Addresses {
  /** The students' page; null: the course has none, and mails link nothing. */
  readonly pageUrl: string | null;
  /** `/api/v1/...` follows. Where there is a page it is the page's, which has the API behind it. */
  readonly apiUrl: string;
}

/** `pageUrl` is the address of the students' page, without a slash at its end. What follows `#` is sent to no server. */
const linkTo = (view: "test" | "score", pageUrl: string, { subject, testId }: TestRef): string =>
  `${pageUrl}/#/${view}/${encodeURIComponent(subject)}/${encodeURIComponent(testId)}`;

/** The page at the questions of a test. */
export const testLink = (pageUrl: string, test: TestRef): string => linkTo("test", pageUrl, test);

/** The page at a score. */
export const scoreLink = (pageUrl: string, test: TestRef): string => linkTo("score", pageUrl, test);
