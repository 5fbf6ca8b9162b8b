import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { subjectSchema } from "../../../course/ids.ts";
import { withoutUnseen } from "../../../course/invisible.ts";
import type { ImportedQuestion } from "../model.ts";
import { legalName } from "./names.ts";
import { rulesOf } from "./rules.ts";
import { testYaml } from "./test-yaml.ts";

/** A file that an import writes. */
export interface PlannedFile {
  /** Inside the course's folder, with `/`. */
  readonly path: string;
  readonly content: Uint8Array;
  /** `other`: there is a file with other content. */
  readonly state: "new" | "same" | "other";
}

export interface PlannedTest {
  readonly test: PlannedFile;
  readonly pictures: readonly PlannedFile[];
  readonly questions: readonly ImportedQuestion[];
}

/** A question, and the name of the file that it is from. */
export interface FoundQuestion {
  readonly question: ImportedQuestion;
  readonly stem: string;
}

interface Destination {
  readonly subject: string;
  readonly testId: string;
  readonly title: string;
}

/**
 * Tests by category: `Linux/Processes` becomes linux/processes.yaml, a single name a test of a subject that is named like the
 * file, and no category a test that is named like the file.
 */
export const planTests = (
  found: readonly FoundQuestion[],
  folder: string,
  subject: string | undefined,
): readonly PlannedTest[] => {
  const names = new Names();
  const groups = new Map<string, { readonly to: Destination; readonly questions: ImportedQuestion[] }>();
  for (const { question, stem } of found) {
    const to = names.destination(question.category, stem, subject);
    const path = `${to.subject}/${to.testId}.yaml`;
    const group = groups.get(path) ?? { to, questions: [] };
    group.questions.push(question);
    groups.set(path, group);
  }
  return [...groups].map(([path, { to, questions: all }]) => {
    const { rules, questions } = rulesOf(all);
    const pictures = new Map(questions.flatMap((question) => [...question.pictures]));
    return {
      test: planned(folder, path, new TextEncoder().encode(testYaml(to.title, rules, questions))),
      pictures: [...pictures].map(([name, bytes]) => planned(folder, `${to.subject}/${name}`, bytes)),
      questions,
    };
  });
};

const planned = (folder: string, path: string, content: Uint8Array): PlannedFile => {
  const there = join(folder, path);
  if (!existsSync(there)) return { path, content, state: "new" };
  return { path, content, state: readFileSync(there).equals(content) ? "same" : "other" };
};

const withoutCategory = "imported";
const longestTitle = 120;

/** One line that shows as it is; a character that was cut in two goes. */
const titleOf = (written: string): string =>
  withoutUnseen(written.replaceAll(/\s+/g, " "))
    .slice(0, longestTitle)
    .replace(/[\ud800-\udbff]$/, "")
    .trim();

/** Folders that are no subjects, and names that storage keeps for itself. */
const taken: ReadonlySet<string> = new Set(["subjects", "studentslist"]);

/** Gives names to categories, two never the same one. */
class Names {
  readonly #holders = new Map<string, string>();

  destination(category: readonly string[], stem: string, subject: string | undefined): Destination {
    const [first = "", ...rest] = category;
    const [outer, inner] = rest.length > 0 ? [first, rest.join(" ")] : [stem, first];
    const folder = subject ?? this.#subject(category.length === 0 ? withoutCategory : outer);
    return {
      subject: folder,
      testId: this.#name(`${folder}/`, inner || stem, "test"),
      title: titleOf(category.at(-1) ?? "") || titleOf(stem) || "Test",
    };
  }

  #subject(written: string): string {
    const name = this.#name("", written, "subject");
    return subjectSchema.safeParse(name).success && !taken.has(name) ? name : `${name}-tests`;
  }

  #name(within: string, written: string, otherwise: string): string {
    const base = legalName(written) || otherwise;
    for (let next = 1; ; next += 1) {
      const name = next === 1 ? base : `${base}-${next}`;
      const holder = this.#holders.get(within + name);
      if (holder !== undefined && holder !== written) continue;
      this.#holders.set(within + name, written);
      return name;
    }
  }
}
