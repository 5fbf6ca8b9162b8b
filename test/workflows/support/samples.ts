import type { Json } from "local-region/testing";

/** What a state gets, and what follows. */
export interface Sample {
  readonly state: string;
  readonly input: Json;
  readonly variables?: Json;
  /** What the state's call, iterations or branches answer; undefined: it has none. */
  readonly result?: Json;
  /** The next state, `ends`, or `fails with ` its error. */
  readonly next: string;
  readonly output?: Json;
}

const course = { title: "Linux", scale: 5 };
const run = {
  status: "open",
  runId: "2026-11-23T22-00-00Z",
  course,
  parts: [{ part: 0, roster: { key: "roster.jsonl" }, resultsPrefix: "results" }],
  landedBy: "2026-01-01T00:00:00Z",
};
const part = { part: 0, roster: { key: "roster.jsonl" }, resultsPrefix: "results" };
const manifest = { bucket: "data", key: "results/manifest.json" };
const student = { studentId: "s1", email: "s1@example.com", name: "Student One", notices: [] };
const item = { runId: run.runId, course, student };
const tests = [{ subject: "linux", testId: "t1", status: "failed", reason: "corrupt" }];
const failure = { error: "States.Timeout", cause: "" };
const resultWriter = { ResultWriterDetails: { Bucket: "data", Key: "results/manifest.json" } };

const gradingRun: readonly Sample[] = [
  { state: "Open run", input: {}, result: { Payload: run }, next: "Anything due?", output: run },
  { state: "Anything due?", input: {}, variables: { run }, next: "Let late writes land" },
  { state: "Anything due?", input: {}, variables: { run: { status: "taken" } }, next: "Nothing to do" },
  { state: "Nothing to do", input: {}, variables: { run }, next: "ends", output: run },
  { state: "Let late writes land", input: {}, variables: { run }, next: "Each part" },
  { state: "Each part", input: {}, variables: { run }, result: [{ part: 0 }], next: "All parts closed?" },
  { state: "Grade every student", input: part, variables: { run }, result: resultWriter, next: "Close part" },
  {
    state: "Close part",
    input: {},
    variables: { run, part, manifest },
    result: { Payload: { part: 0, counts: { graded: 1 } } },
    next: "ends",
    output: { part: 0, counts: { graded: 1 } },
  },
  {
    state: "Part failed",
    input: {},
    variables: { partFailure: failure },
    next: "ends",
    output: { failure },
  },
  { state: "All parts closed?", input: [{ part: 0 }], next: "Close run" },
  { state: "All parts closed?", input: [{ part: 0 }, { failure }], next: "Report failure" },
  {
    state: "Close run",
    input: {},
    variables: { run },
    result: { Payload: { graded: 1 } },
    next: "Mail trainer",
    output: { graded: 1 },
  },
  {
    state: "Mail trainer",
    input: {},
    variables: { run, closed: { graded: 1 } },
    result: { Payload: {} },
    next: "ends",
    output: { graded: 1 },
  },
  {
    state: "Report failure",
    input: {},
    variables: { failure },
    result: { Payload: {} },
    next: "Run failed",
    output: failure,
  },
  { state: "Run failed", input: {}, variables: { failure }, next: "fails with States.Timeout" },
  {
    state: "Grade student",
    input: item,
    result: { tests, graded: 0, failed: 1 },
    next: "Mail student",
    output: item,
  },
  {
    state: "Mail student",
    input: item,
    variables: { tests, failed: 0 },
    result: { mails: [] },
    next: "ends",
    output: { studentId: "s1", tests, mails: [] },
  },
  { state: "Student failed", input: item, variables: { failure }, next: "fails with StudentFailed" },
];

const planned = { noticeId: "2026-11-22T20-45-00Z", at: "2026-01-01T00:00:00Z", remind: null };
const found = { status: "found", course, list: { key: "list.jsonl", notices: 3 }, resultsPrefix: "results" };
const soFar = { planned, part: 0, skip: 0, listed: 0, manifests: [] };
const toTell = { noticeId: planned.noticeId, course, student };

const notices: readonly Sample[] = [
  {
    state: "Plan the day",
    input: {},
    result: { Payload: { instants: [planned] } },
    next: "Each instant",
    output: { instants: [planned] },
  },
  { state: "Each instant", input: { instants: [planned] }, result: [{ sent: 3 }], next: "All told?" },
  { state: "All told?", input: [{ sent: 3 }], next: "Day is over" },
  { state: "All told?", input: [{ sent: 3 }, { failure }], next: "Notices failed" },
  { state: "Day is over", input: [{ sent: 3 }], next: "ends", output: [{ sent: 3 }] },
  {
    state: "Report failure",
    input: {},
    variables: { failure },
    result: { Payload: {} },
    next: "Notices failed",
    output: failure,
  },
  { state: "Notices failed", input: {}, variables: { failure }, next: "fails with States.Timeout" },
  { state: "Wait until then", input: planned, next: "Find whom to tell" },
  {
    state: "Find whom to tell",
    input: {},
    variables: soFar,
    result: { Payload: found },
    next: "Anybody to tell?",
    output: found,
  },
  { state: "Anybody to tell?", input: {}, variables: { found }, next: "Tell every student" },
  { state: "Anybody to tell?", input: {}, variables: { found: { status: "taken" } }, next: "Told elsewhere" },
  {
    state: "Anybody to tell?",
    input: {},
    variables: { found: { status: "nobody" } },
    next: "More students?",
  },
  { state: "Told elsewhere", input: {}, variables: { planned }, next: "ends", output: planned },
  {
    state: "Tell every student",
    input: {},
    variables: { ...soFar, found },
    result: resultWriter,
    next: "More students?",
  },
  {
    state: "More students?",
    input: {},
    variables: { ...soFar, found: { ...found, next: 500 } },
    next: "Find whom to tell",
  },
  {
    state: "More students?",
    input: {},
    variables: { ...soFar, found: { ...found, next: null } },
    next: "Close notices",
  },
  {
    state: "Close notices",
    input: {},
    variables: soFar,
    result: { Payload: { sent: 3 } },
    next: "ends",
    output: { sent: 3 },
  },
  {
    state: "Report failed instant",
    input: {},
    variables: { instantFailure: failure },
    result: { Payload: {} },
    next: "Instant failed",
    output: failure,
  },
  {
    state: "Instant failed",
    input: {},
    variables: { instantFailure: failure },
    next: "ends",
    output: { failure },
  },
  {
    state: "Tell student",
    input: toTell,
    result: { outcomes: ["sent"] },
    next: "ends",
    output: { studentId: "s1", outcomes: ["sent"] },
  },
  {
    state: "Wait for the morning",
    input: toTell,
    variables: { morning: "2026-01-01T00:00:00Z" },
    next: "Tell student",
    output: toTell,
  },
  {
    state: "Student not told",
    input: toTell,
    variables: { caught: failure },
    next: "fails with States.Timeout",
  },
];

export const samples = { GradingRun: gradingRun, Notices: notices };
