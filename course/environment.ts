/** Names of the environment variables that lib/ sets and tasks/runtime reads. */
export const environment = {
  bucketName: "BUCKET_NAME",
  /** How long after the deadline a submission accepted before it may land on S3, in seconds. */
  lateWritesSeconds: "LATE_WRITES_SECONDS",
  /** Messages per second that one mail worker may send: the account's rate over the number of workers. */
  mailsPerSecondPerWorker: "MAILS_PER_SECOND_PER_WORKER",
} as const;
