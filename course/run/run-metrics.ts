/**
 * Names of the metrics that a course records. Those of one task have the dimension `service`, which is the task's name. Tests
 * are counted once a student: two tests of three students are six.
 */
export const runMetrics = {
  runsClosed: "RunsClosed",
  ledgersNotClosed: "LedgersNotClosed",
  testsGraded: "TestsGraded",
  testsMissing: "TestsMissing",
  testsFailed: "TestsFailed",
  mailsSent: "MailsSent",
  /** Of unknown fate, refused by SES, or never tried as the mail step failed. */
  mailsToSettle: "MailsToSettle",
  /** Students who wait for a grade long after their deadline. */
  studentsOverdue: "StudentsOverdue",
  /** Invocations that threw, crashed or timed out, of all functions but the API's; counted by their logs. */
  functionsFailed: "FunctionsFailed",
} as const;

export type RunMetric = keyof typeof runMetrics;

/** The namespace of a course's metrics: one for each stack, so that courses of one account are not added up. */
export const metricsNamespace = (stackName: string): string => `TestTime/${stackName}`;

/** This many hours after the weekly deadline every student must be graded, missing or failed. */
export const overdueAfterHours = 6;
