/** What is not as on AWS, by decision or because nobody outside AWS knows how it is. */
export const differences: readonly string[] = [
  "One account, `000000000000`, one region, `us-east-1`, one stack. The access key `owner` may do everything.",
  "Signatures are not computed again: the access key alone says who calls. The ports answer on the loopback address only.",
  "A role needs no right to write its log, its traces or the log of a state machine: lines lie in the data folder, traces are not recorded.",
  "`SendTaskSuccess`, `SendTaskFailure` and `SendTaskHeartbeat` need the right on any state machine of the template. AWS does not document whether a task in a map's child counts as the machine's or as `<machine>/<label>`.",
  "A Distributed Map whose role may not start or redrive children fails with `StepFunctions.AccessDeniedException`. AWS documents no name for this error.",
  "Whether S3 asks `s3:ListBucket` with the key as `s3:prefix` when it decides between 403 and 404 is not documented; here it does.",
  "After a restart of the region a heartbeat counts anew, since nobody could be heard meanwhile; a timeout counts on.",
  "A redrive records no second `StateEntered` event. AWS documents that the state is not run anew, not which events it records.",
  "A Map maps over arrays. AWS documents objects, too, whose members it maps over; here they are refused.",
  "`HeartbeatSeconds` counts for tasks that wait for a token; a call that is answered at once sends no heartbeat.",
  "A field that turns out to be unsupported only when an expression has made it ends the execution with `States.Runtime`, by its name.",
  "A Map run's children can be redriven with the execution that the run belongs to only.",
  "A bucket's lifecycle rules remove nothing, and metrics, alarms and topics are not there: nobody is told but by the log.",
  "A copy of an object onto itself that changes nothing is refused. S3 allows it where the bucket's own configuration names an encryption.",
  "Functions run in threads of one process: the memory that is held to `MemorySize` is the JavaScript heap, not what buffers take beside it.",
  "Queues are standard queues. Messages are delivered at least once.",
];
