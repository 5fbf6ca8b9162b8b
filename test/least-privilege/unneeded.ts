/** Rights that no call in this region needs, each with why a role has it all the same. Patterns of `nameOf` a right. */
export const notAskedForHere: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /^logs:(CreateLogStream|PutLogEvents) on /,
    "Lambda writes the function's log lines; here they lie in the data folder",
  ],
  [/^logs:\w+ on \*$/, "Step Functions sets up the delivery of its log; here every event is in the history"],
  [/^xray:\w+ on \*$/, "Lambda and Step Functions record traces; here none are recorded"],
  [
    /^states:SendTask\w+ on \S+\/(Grade|Tell)EveryStudent$/,
    "AWS does not document whether a task of a map's child counts as the machine's or the child's",
  ],
  [
    /^states:SendTaskHeartbeat on /,
    "the first sign of life is due after 20 s of work, longer than any takes here",
  ],
  [
    /^states:RedriveExecution on /,
    "a map's children are redriven with the execution of their run, which these weeks do not need",
  ],
  [
    /^states:(Describe|Stop)Execution on /,
    "AWS watches and stops a map's children by calls; here it is one program",
  ],
  [
    /^s3:(GetObject|AbortMultipartUpload|ListMultipartUploadParts) on \S+\/results\/\*$/,
    "Step Functions writes long results in parts; here each file is one call",
  ],
];
