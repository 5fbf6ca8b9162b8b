/** A test as addresses and answers name it. */
export interface TestName {
  readonly subject: string;
  readonly testId: string;
}

export type TestView = "test" | "review" | "receipt" | "score";

/** What the part of the address after `#` says; the list of tests by default. */
export type Route = { readonly view: "list" } | TestRoute | RemindersRoute;

/** From the link of a mail, which takes the place of the key. */
export interface RemindersRoute {
  readonly view: "reminders";
  readonly studentId: string;
  readonly token: string;
}

export type TestRoute = TestName & {
  readonly view: TestView;
  /** The question to begin at, where there is one. */
  readonly questionId?: string;
};

const testViews: readonly string[] = ["test", "review", "receipt", "score"] satisfies TestView[];

const isTestView = (text: string): text is TestView => testViews.includes(text);

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};

/** `#/test/linux/files` and the like. */
export const routeOf = (hash: string): Route => {
  const [, view = "", subject = "", testId = "", questionId = ""] = hash
    .replace(/^#/, "")
    .split("/")
    .map(decoded);
  if (view === "reminders") return { view, studentId: subject, token: testId };
  if (!isTestView(view) || subject === "" || testId === "") return { view: "list" };
  return { view, subject, testId, ...(questionId !== "" && { questionId }) };
};

export const listHref = "#/";

export const remindersHref = (studentId: string, token: string): string =>
  `#/reminders/${[studentId, token].map(encodeURIComponent).join("/")}`;

export const hrefOf = (view: TestView, { subject, testId }: TestName, questionId?: string): string =>
  `#/${[view, subject, testId, ...(questionId === undefined ? [] : [questionId])].map(encodeURIComponent).join("/")}`;

/** How a test is named to people. */
export const testPath = ({ subject, testId }: TestName): string => `${subject}/${testId}`;

export interface Invitation {
  readonly studentId: string;
  /** From a link of an earlier invitation; null: the student types or pastes the key. */
  readonly key: string | null;
}

/** What an invitation's link says, `#student=ada` or `#student=ada&key=ada.…`; null: this is no such link. */
export const invitationOf = (hash: string): Invitation | null => {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const studentId = said.get("student")?.trim() ?? "";
  return studentId === "" ? null : { studentId, key: said.get("key")?.trim() || null };
};
