/** A box of the picture: what it is, and what it is made of. */
export interface Box {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly kind: "person" | "service" | "state" | "store";
  /** The frame it stands in. */
  readonly frame?: string;
}

export interface Frame {
  readonly id: string;
  readonly title: string;
  /** The frame around it. */
  readonly within?: string;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
}

export interface Diagram {
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly frames: readonly Frame[];
  readonly arrows: readonly Arrow[];
}

/** The source of docs/pictures/system.svg. */
export const systemDiagram: Diagram = {
  title:
    "Students submit through API Gateway and Lambda to S3. On the deadline a Step Functions run grades every student in SQS-backed tasks, mails the scores, and mails the trainer the gradebook.",
  frames: [
    { id: "run", title: "Grading run · Step Functions" },
    { id: "child", title: "Grade every student", within: "run" },
  ],
  boxes: [
    { id: "students", title: "Students", detail: "page · bash client · HTTP", kind: "person" },
    { id: "api", title: "Student API", detail: "API Gateway · Lambda", kind: "service" },
    { id: "bucket", title: "Submissions, grades", detail: "S3, append-only", kind: "store" },
    { id: "schedule", title: "Monday 23:00", detail: "EventBridge Scheduler", kind: "service" },
    { id: "open", title: "Open run", detail: "who is due?", kind: "state", frame: "run" },
    { id: "settle", title: "Let late writes land", detail: "Wait", kind: "state", frame: "run" },
    { id: "grade", title: "Grade student", detail: "SQS · Lambda", kind: "state", frame: "child" },
    { id: "mail", title: "Mail student", detail: "SQS · Lambda · SES", kind: "state", frame: "child" },
    { id: "scores", title: "Students", detail: "a score by mail", kind: "person" },
    { id: "close", title: "Close run", detail: "graded + missing + failed", kind: "state", frame: "run" },
    { id: "report", title: "Mail trainer", detail: "Lambda · SES", kind: "state", frame: "run" },
    { id: "trainer", title: "Trainer", detail: "gradebook · missing list", kind: "person" },
  ],
  arrows: [
    { from: "students", to: "api" },
    { from: "api", to: "bucket" },
    { from: "bucket", to: "grade" },
    { from: "schedule", to: "open" },
    { from: "open", to: "settle" },
    { from: "settle", to: "grade" },
    { from: "grade", to: "mail" },
    { from: "mail", to: "close" },
    { from: "mail", to: "scores" },
    { from: "close", to: "report" },
    { from: "report", to: "trainer" },
  ],
};
