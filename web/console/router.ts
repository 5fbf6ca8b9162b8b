import { withoutState } from "./shown-state.ts";
/** A test, as if a choice of a question were right; without one, by the published key. */
export interface RegradePlace {
  readonly subject: string;
  readonly testId: string;
  readonly questionId?: string;
  readonly answerId?: string;
}

/** The view that is shown. It is kept in the address after `#`, so that views can be linked to. */
export type Place =
  | { readonly view: "runs" }
  | { readonly view: "run"; readonly run: string }
  | { readonly view: "notices"; readonly run: string }
  | { readonly view: "student"; readonly run: string; readonly student: string }
  | { readonly view: "gradebook" }
  | { readonly view: "person"; readonly studentId: string }
  | { readonly view: "progress" }
  | { readonly view: "appeals" }
  | { readonly view: "tests" }
  | { readonly view: "test"; readonly subject: string; readonly testId: string }
  | { readonly view: "regrade"; readonly of: RegradePlace }
  | { readonly view: "settle" }
  | { readonly view: "cost" }
  | { readonly view: "inbox" }
  | { readonly view: "mail"; readonly messageId: string }
  | { readonly view: "nowhere" };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** @param hash `#/runs/<execution name>`, as the address has it. */
export const placeOf = (hash: string): Place => {
  const [, first = "", ...rest] = withoutState(hash).replace(/^#/, "").split("/");
  const [a = "", b = "", c = "", d = "", e = ""] = rest.map(decoded);
  if (first === "" || (first === "runs" && a === "")) return { view: "runs" };
  if (first === "runs" && b === "") return { view: "run", run: a };
  if (first === "runs" && b === "students" && c !== "") return { view: "student", run: a, student: c };
  if (first === "tests" && c === "regrade") {
    const supposed = d !== "" && e !== "" ? { questionId: d, answerId: e } : {};
    return { view: "regrade", of: { subject: a, testId: b, ...supposed } };
  }
  if (first === "tests") {
    return a !== "" && b !== "" ? { view: "test", subject: a, testId: b } : { view: "tests" };
  }
  if (first === "notices" && a !== "") return { view: "notices", run: a };
  if (first === "gradebook") {
    return a === "" ? { view: "gradebook" } : { view: "person", studentId: a };
  }
  if (first === "settle") return { view: "settle" };
  if (first === "cost") return { view: "cost" };
  if (first === "progress") return { view: "progress" };
  if (first === "appeals") return { view: "appeals" };
  if (first === "inbox") return a === "" ? { view: "inbox" } : { view: "mail", messageId: a };
  return { view: "nowhere" };
};

const hash = (...segments: readonly string[]): string => `#/${segments.map(encodeURIComponent).join("/")}`;

export const addressOf = {
  runs: "#/runs",
  run: (name: string) => hash("runs", name),
  notices: (name: string) => hash("notices", name),
  student: (run: string, child: string) => hash("runs", run, "students", child),
  gradebook: "#/gradebook",
  /** One student over all weeks. */
  person: (studentId: string) => hash("gradebook", studentId),
  tests: "#/tests",
  test: (subject: string, testId: string) => hash("tests", subject, testId),
  /** @param supposed a question and one of its choices. */
  regrade: (subject: string, testId: string, ...supposed: readonly string[]) =>
    hash("tests", subject, testId, "regrade", ...supposed),
  progress: "#/progress",
  appeals: "#/appeals",
  settle: "#/settle",
  cost: "#/cost",
  inbox: "#/inbox",
  mail: (messageId: string) => hash("inbox", messageId),
} as const;
