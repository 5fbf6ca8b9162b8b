/** Names of the environment variables that lib/ sets and tasks/runtime reads. */
export const environment = {
  bucketName: "BUCKET_NAME",
  /** How many seconds after the deadline a submission that was accepted in time may arrive on S3. */
  lateWritesSeconds: "LATE_WRITES_SECONDS",
  /** Students of one part of a run's roster, at most. */
  studentsOfPart: "STUDENTS_OF_PART",
  /** Messages per second that one mail worker may send: the account's rate over the number of workers. */
  mailsPerSecondPerWorker: "MAILS_PER_SECOND_PER_WORKER",
  /** `yes` where students get mails about tests; not set where they don't. */
  hasReminders: "HAS_REMINDERS",
  /** The students' page, without a slash at its end; not set in a course without one. */
  pageUrl: "PAGE_URL",
  /** The students' API, `/api/v1/...` follows; set only in a course without a page. */
  apiUrl: "API_URL",
} as const;
