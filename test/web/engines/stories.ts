import type { Person } from "./person.ts";

/** A student's test in the made-up course, and how its questions are answered. */
export interface StoryTest {
  readonly title: string;
  /** The text of one answer to each question, in order. */
  readonly answers: readonly string[];
}

/** One thing that a person does; its name says what must hold. */
export interface Step {
  readonly name: string;
  readonly run: (person: Person) => Promise<void>;
}

export interface StudentAtWork {
  /** The invitation's address. */
  readonly invitation: string;
  readonly key: string;
}

const signIn = ({ invitation, key }: StudentAtWork): Step => ({
  name: "signs in with the key",
  run: async (student) => {
    await student.page.goto(invitation);
    await student.fills("Your key", key);
    await student.looksRight("student-sign-in");
    await student.clicks("button", "Show my tests");
    await student.finds("button", "Sign out");
  },
});

/** Begins with `Take the test: …` or `Go on: …`. */
const linkTo = (title: string): RegExp => new RegExp(`: ${title}$`);

/** From the invitation to the receipt, before the deadline. */
export const takingStory = (
  access: StudentAtWork,
  graded: StoryTest,
  further: StoryTest,
  line: { readonly cut: () => void; readonly mend: () => void },
): Step[] => [
  signIn(access),
  {
    name: "sees the list and begins a test",
    run: async (student) => {
      await student.isAt("Your tests");
      await student.sees(graded.title);
      await student.looksRight("student-list");
      await student.clicks("link", linkTo(graded.title));
      await student.isAt(graded.title);
      await student.hasFocusOn(graded.title);
    },
  },
  {
    name: "answers by mouse and by keyboard",
    run: async (student) => {
      const [first = "", , third = ""] = graded.answers;
      await student.clicks("radio", first, /^Question 1 of/);
      await student.clicks("radio", third, /^Question 3 of/);
      await student.sees(/2 of 4 answered/);
      await student.clicks("button", "Leave out question 3");
      await student.sees(/1 of 4 answered/);
      // From the third question's field backwards is a key more than forwards: on to the fourth, whose first answer it picks.
      await student.presses("Tab", " ");
      await student.sees(/2 of 4 answered/);
      await student.looksRight("student-test");
    },
  },
  {
    name: "finds the answers again after a reload, and reviews them",
    run: async (student) => {
      await student.page.reload();
      await student.isAt(graded.title);
      await student.sees(/2 of 4 answered/);
      await student.focuses("link", "Review your answers");
      await student.presses("Enter");
      await student.isAt("Review your answers");
      await student.hasFocusOn("Review your answers");
      await student.sees("2 questions are left out");
      await student.looksRight("student-review");
    },
  },
  {
    name: "sends, has the receipt, and has it after a reload too",
    run: async (student) => {
      await student.clicks("button", "Send");
      await student.isAt("Your answers were received");
      await student.sees(/[0-9a-f]{64}/);
      // WPE is built without downloads.
      await student.sees(/Download the receipt|This browser can't download the receipt/);
      await student.looksRight("student-receipt");
      await student.page.reload();
      await student.isAt("Your answers were received");
    },
  },
  withoutConnection(further, line),
];

/** The page is kept on the device by a service worker, which not every browser has everywhere. */
const withoutConnection = (
  { title, answers }: StoryTest,
  line: { readonly cut: () => void; readonly mend: () => void },
): Step => ({
  name: "goes on without a connection, and sends when it is back",
  run: async (student) => {
    await student.clicks("link", "Back to your tests");
    await student.clicks("link", linkTo(title));
    await student.isAt(title);
    await student.clicks("radio", answers[0] ?? "", /^Question 1 of/);
    await student.page.evaluate("navigator.serviceWorker?.ready.then(() => null)");
    line.cut();
    try {
      await student.page.reload();
      await student.isAt(title);
      await student.sees(/1 of \d answered/);
      await student.clicks("link", "Review your answers");
      await student.clicks("button", "Send");
      await student.sees("Not sent: the server can't be reached.");
      await student.looksRight("student-offline");
    } finally {
      line.mend();
    }
    await student.clicks("button", "Send");
    await student.isAt("Your answers were received");
    await student.clicks("link", "Back to your tests");
    await student.isAt("Your tests");
  },
});

/** The score, after the run, on the device that sent the answers. */
export const scoreStory = (graded: StoryTest): Step[] => [
  {
    name: "reads the score",
    run: async (student) => {
      await student.page.reload();
      await student.sees("out of 5");
      await student.looksRight("student-scores");
      await student.clicks("link", new RegExp(graded.title));
      await student.isAt(graded.title);
      await student.sees(/\d of 4 answers right/);
      await student.looksRight("student-score");
    },
  },
];

/** What the dark theme adds: another device of the student's, after the run. */
export const darkStory = (access: StudentAtWork, graded: StoryTest): Step[] => [
  signIn(access),
  ...scoreStory(graded),
];

export interface TrainerAtWork {
  readonly console: string;
  readonly token: string;
  /** In the run that has just ended. */
  readonly studentName: string;
}

/** The trainer's console after the run. */
export const consoleStory = ({ console, token, studentName }: TrainerAtWork): Step[] => [
  {
    name: "opens the console with its token",
    run: async (trainer) => {
      await trainer.page.goto(console);
      await trainer.fills("Token", token);
      await trainer.clicks("button", "Open the console");
      await trainer.isAt("Runs");
      await trainer.sees("Live");
    },
  },
  {
    name: "sees the run as a graph of its states",
    run: async (trainer) => {
      await trainer.finds("link", /^Mon, 23 Nov 2026, 23:00/);
      await trainer.looksRight("console-runs");
      await trainer.clicks("link", /^Mon, 23 Nov 2026, 23:00/);
      await trainer.isAt(/^Run of /);
      await trainer.sees("✓ Mail trainer");
      await trainer.looksRight("console-run");
    },
  },
  {
    name: "sees what became of one student",
    run: async (trainer) => {
      await trainer.clicks("link", studentName, /^Students/);
      await trainer.sees("✓ Grade student");
      await trainer.looksRight("console-student");
    },
  },
  {
    name: "reads the class's scores",
    run: async (trainer) => {
      await trainer.clicks("link", "Tests");
      await trainer.isAt("Tests");
      await trainer.sees(/\d of \d/);
      await trainer.looksRight("console-tests");
    },
  },
  {
    name: "finds a mail and opens it",
    run: async (trainer) => {
      await trainer.clicks("link", "Inbox");
      await trainer.isAt("Inbox");
      await trainer.fills("Subject or address", "trainer@");
      await trainer.sees(/(^| )1 mail /);
      await trainer.looksRight("console-inbox");
      await trainer.clicks("link", / graded, \d of \d/);
      await trainer.sees("trainer@example.com");
      await trainer.readsInFrame("Gradebook");
      await trainer.looksRight("console-mail");
    },
  },
];
