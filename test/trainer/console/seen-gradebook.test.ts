import { beforeEach, expect, test } from "@jest/globals";
import { NotFoundError } from "../../../adapters/errors.ts";
import { instantSchema } from "../../../course/ids.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { SeenGradebook } from "../../../trainer/console/seen-gradebook.ts";
import { settings } from "../../tasks/support/course.ts";
import { MemoryStore } from "../../tasks/support/memory-store.ts";

/** A bucket that also says what its objects hold without giving them. */
class TaggedStore extends MemoryStore {
  async etagOf(key: string): Promise<string | null> {
    return this.keys(key).includes(key) ? this.text(key) : null;
  }

  async etagsUnder(prefix: string): Promise<[string, string][]> {
    return this.keys(prefix).map((key) => [key, this.text(key)]);
  }
}

const instant = (text: string) => instantSchema.parse(text);
const [before, after] = [instant("2026-11-23T21:00:00.000Z"), instant("2026-11-23T22:00:00.000Z")];
const deadline = "2026-11-23T22:00:00.000Z";
const run = "2026-11-23T22-00-00Z";

const line = (right: number): string => {
  const outcome = { status: "graded", right, questions: 4, scale: 5, revision: 1, run };
  return JSON.stringify({ studentId: "ann", cells: { "linux/week1": { outcome } } });
};

const student = (extensions: readonly object[] = []): string =>
  `${JSON.stringify({ studentId: "ann", email: "ann@example.com", name: "Ann", extensions })}\n`;

let store: TaggedStore;
let seen: SeenGradebook;

beforeEach(() => {
  const week1 = { subject: "linux", testId: "week1", title: "Week 1", opens: null, deadline };
  store = new TaggedStore({
    [keys.settings]: settings,
    [keys.tests]: [{ ...week1, attemptsAllowed: null }],
    [keys.roster]: student(),
  });
  seen = new SeenGradebook(store);
});

const bookReads = (): number => store.calls.filter((call) => call === `get ${keys.bookPart(0)}`).length;

const cellAt = async (now: typeof before) => {
  const { students, now: said } = await seen.at(now);
  expect(said).toBe(now);
  const cell = students[0]?.cells[0];
  return cell && (cell.score ?? cell.status);
};

test("the gradebook is made once, as long as nothing of it changes", async () => {
  expect([await cellAt(before), await cellAt(before)]).toEqual(["open", "open"]);
  expect(bookReads()).toBe(1);
});

test("a run that grades somebody shows at once", async () => {
  expect(await cellAt(after)).toBe("open");
  store.set(keys.bookPart(0), line(2));
  expect(await cellAt(after)).toBe("2.5");
  store.set(keys.bookPart(0), line(4));
  expect(await cellAt(after)).toBe("5");
});

test.each([
  ["a new student", () => store.set(keys.roster, `${student()}${student().replaceAll("ann", "ben")}`)],
  [
    "another scale",
    () => store.set(keys.settings, store.text(keys.settings).replace('"scale":5', '"scale":4')),
  ],
  ["another title", () => store.set(keys.tests, store.text(keys.tests).replace("Week 1", "Shells"))],
  ["a mark of what is graded", () => store.set(keys.gradedThrough, [])],
])("%s is seen", async (_, change) => {
  await cellAt(before);
  change();
  await cellAt(before);
  expect(bookReads()).toBe(2);
});

test("a deadline that passes is seen, though nothing was written", async () => {
  store.set(
    keys.roster,
    student([{ subject: "linux", testId: "week1", deadline: "2026-11-24T22:00:00.000Z" }]),
  );
  const late = instant("2026-11-24T22:00:00.000Z");
  const marked = [{ subject: "linux", testId: "week1", cutoff: deadline }];
  store.set(keys.gradedThrough, marked);
  expect([await cellAt(before), await cellAt(after), await cellAt(late)]).toEqual([
    "open",
    "extended",
    "open",
  ]);
});

test("without a published course there is no gradebook", async () => {
  store.remove(keys.settings);
  await expect(seen.at(before)).rejects.toThrow(NotFoundError);
});
