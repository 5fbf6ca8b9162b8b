const bucket = "<StorageBucket.Arn>";

/** Every function may write its own log and trace. */
export const ofEveryFunction = (id: string) => [
  `logs:CreateLogStream on <${id}Logs.Arn>`,
  `logs:PutLogEvents on <${id}Logs.Arn>`,
  "xray:PutTelemetryRecords on *",
  "xray:PutTraceSegments on *",
];

export const reads = (...patterns: string[]) => patterns.map((p) => `s3:GetObject on ${bucket}/${p}`);
export const puts = (...patterns: string[]) => patterns.map((p) => `s3:PutObject on ${bucket}/${p}`);
export const creates = (pattern: string) =>
  `s3:PutObject on ${bucket}/${pattern} if ${JSON.stringify({ Null: { "s3:if-none-match": "false" } })}`;
export const lists = (...patterns: string[]) =>
  `s3:ListBucket on ${bucket} if ${JSON.stringify({ StringLike: { "s3:prefix": patterns } })}`;
/** From the course's sender, which may have a default configuration set. */
export const sends = (action: string) =>
  ["identity", "configuration-set"].map(
    (resource) =>
      `${action} on arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:${resource}/* if ${JSON.stringify({ StringEquals: { "ses:FromAddress": "no-reply@example.com" } })}`,
  );
/** A state machine, and the label of its map. */
export interface MachineWithMap {
  readonly machine: string;
  readonly mapLabel: string;
}

export const answersOf = ({ machine, mapLabel }: MachineWithMap, ...kinds: string[]) =>
  kinds.flatMap((kind) => [
    `states:SendTask${kind} on ${machine}`,
    `states:SendTask${kind} on ${machine}/${mapLabel}`,
  ]);
export const consumes = (queue: string) =>
  ["DeleteMessage", "GetQueueAttributes", "ReceiveMessage"].map(
    (action) => `sqs:${action} on <${queue}.Arn>`,
  );

export const grading: MachineWithMap = { machine: "<GradingRunStateMachine>", mapLabel: "GradeEveryStudent" };

/** Of the list of tests, in a course without reminders. */
export const ofListTests = [
  ...reads("course/settings.json", "course/tests.json", "course/tests/*/questions.json"),
  ...reads("students/*/profile.json", "students/*/submissions/*", "students/*/grades/*"),
  ...reads("students/*/scores.json"),
  lists(
    "course/settings.json",
    "course/tests.json",
    "course/tests/*/questions.json",
    "students/*/profile.json",
    "students/*/scores.json",
  ),
  lists("students/*/submissions/*", "students/*/grades/*"),
];

/** Of the worker that mails students, in a course without reminders. */
export const ofMailStudent = [
  ...reads("students/*/mail/*", "students/*/grades/*", "students/*/scores.json"),
  ...reads("course/tests/*/questions.json"),
  lists("students/*/mail/*"),
  ...puts("students/*/mail/*"),
  ...sends("ses:SendEmail"),
  ...consumes("TasksMailStudentQueue"),
  ...answersOf(grading, "Success", "Failure", "Heartbeat"),
];

/** Of a state machine's role, beside its states' own calls: its map's data and children, its log and trace. */
export const ofMachineWithMap = (
  { machine, mapLabel }: MachineWithMap,
  { items, results }: { readonly items: string; readonly results: string },
): string[] => {
  const execution = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${machine}#6`;
  return [
    ...reads(items, results),
    ...puts(results),
    `s3:ListMultipartUploadParts on ${bucket}/${results}`,
    `s3:AbortMultipartUpload on ${bucket}/${results}`,
    `states:StartExecution on ${machine}`,
    `states:DescribeExecution on ${execution}:*`,
    `states:StopExecution on ${execution}:*`,
    `states:RedriveExecution on ${execution}/${mapLabel}:*`,
    ...["CreateLogDelivery", "DeleteLogDelivery", "GetLogDelivery", "UpdateLogDelivery"].map(withoutResource),
    ...["ListLogDeliveries", "PutResourcePolicy", "DescribeResourcePolicies"].map(withoutResource),
    ...["DescribeLogGroups", "GetSamplingRules", "GetSamplingTargets"].map(withoutResource),
    ...["PutTelemetryRecords", "PutTraceSegments"].map(withoutResource),
  ];
};

/** The log delivery and X-Ray actions take no resource. */
const withoutResource = (right: string): string => {
  const service = /Sampling|Telemetry|TraceSegments/.test(right) ? "xray" : "logs";
  return `${service}:${right} on *`;
};
