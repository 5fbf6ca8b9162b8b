/** Names of the environment variables that lib/ sets and tasks/runtime reads. */
export const environment = {
  bucketName: "BUCKET_NAME",
  /** Longest time the submit function may run, in seconds: how long an accepted submission may take to land. */
  submitTimeoutSeconds: "SUBMIT_TIMEOUT_SECONDS",
  /** Messages per second that one mail worker may send: the account's rate over the number of workers. */
  mailsPerSecondPerWorker: "MAILS_PER_SECOND_PER_WORKER",
} as const;
