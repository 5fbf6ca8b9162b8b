/**
 * Between two looks at an execution, in milliseconds. Polling begins quickly, for small classes, and slows down, because Step
 * Functions allows an account about one DescribeMapRun a second.
 * Source: docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html.
 */
export const firstPauseMs = 250;
const slowestPauseMs = 3_000;
const growth = 1.5;

export const nextPauseMs = (pauseMs: number): number => Math.min(pauseMs * growth, slowestPauseMs);
