/** A line of a question that says what it is. */
export interface Piece {
  readonly kind:
    | "text"
    | "feedback"
    | "right"
    | "wrong"
    | "solution"
    | "choice"
    | "box"
    | "short"
    | "number"
    | "essay"
    | "upload"
    | "gap";
  /** Whether a choice is marked as right. */
  readonly isRight: boolean;
  text: string;
}

/** Questions of which each student is asked only a few. */
export interface Group {
  readonly line: number;
  /** How many, as written. */
  count: string;
  /** How many questions it has. */
  of: number;
}

/** A question as it is written; `fault`: what stands there instead. */
export interface Draft {
  readonly line: number;
  title: string;
  points: string;
  /** The group that is drawn from, shared by its questions; undefined: it is in none. */
  readonly group: Group | undefined;
  readonly pieces: Piece[];
  fault?: string;
}

export interface Quiz {
  readonly title: string;
  /** Left out: nothing is said. */
  readonly areAnswersMixed: boolean | undefined;
  readonly drafts: readonly Draft[];
}

const setting =
  /^(?:quiz description|text title|show correct answers|one question at a time|can't go back|feedback is solution|solutions?(?: sample)?(?: groups)?|solutions randomize groups|lms|locale)\s*:/i;

/** What a line begins, and the rest of it; the first that fits counts. */
const marks: readonly (readonly [RegExp, Piece["kind"], boolean])[] = [
  [/^\*[a-zA-Z]\)\s*/, "choice", true],
  [/^[a-zA-Z]\)\s*/, "choice", false],
  [/^\[\*\]\s*/, "box", true],
  [/^\[ ?\]\s*/, "box", false],
  [/^\.\.\.\s*/, "feedback", false],
  [/^\+\s+/, "right", false],
  [/^-\s+/, "wrong", false],
  [/^!\s+/, "solution", false],
  [/^\*\s+/, "short", true],
  [/^=\s+/, "number", true],
  [/^_{4,}\s*$/, "essay", false],
  [/^\^{4,}\s*$/, "upload", false],
  [/^@(?:gap|match)\b.*$/, "gap", false],
];

/** Takes a quiz apart, line by line. */
export const draftsOf = (text: string): Quiz => new Reader().read(text);

class Reader {
  #title = "";
  readonly #drafts: Draft[] = [];
  #next = { title: "", points: "" };
  #group: Group | undefined;
  #groupPoints = "";
  #fence = "";
  #isComment = false;
  #areAnswersMixed: boolean | undefined;

  read(text: string): Quiz {
    for (const [index, line] of text.split("\n").entries()) this.#line(line.trimEnd(), index + 1);
    return { title: this.#title, areAnswersMixed: this.#areAnswersMixed, drafts: this.#drafts };
  }

  #line(line: string, number: number): void {
    if (this.#fence !== "") {
      this.#append(line);
      if (line.trim() === this.#fence) this.#fence = "";
      return;
    }
    if (this.#isComment || /^COMMENT\s*$/.test(line)) {
      this.#isComment = !/^END_COMMENT\s*$/.test(line);
      return;
    }
    if (line.startsWith("%")) return;
    const [, fence = "", info = ""] = /^\s*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence !== "") this.#openFence(fence, info, line, number);
    else if (!this.#header(line, number)) this.#piece(line);
  }

  #openFence(fence: string, info: string, line: string, number: number): void {
    this.#fence = fence;
    if (/\.run\b/.test(info)) {
      this.#begin(number, "").fault = "is a block of code that text2qti would run; it is not run here";
    } else this.#append(line);
  }

  /** Lines that belong to the quiz, or begin a question. */
  #header(line: string, number: number): boolean {
    const [, name = "", value = ""] =
      /^(quiz title|shuffle answers|title|points|pick|points per question)\s*:\s*(.*)$/i.exec(line) ?? [];
    const question = /^\d+[.)]\s+(.*)$/.exec(line);
    switch (name.toLowerCase()) {
      case "quiz title":
        this.#title = value;
        return true;
      case "shuffle answers":
        this.#areAnswersMixed = /^true$/i.test(value.trim());
        return true;
      case "title":
        this.#next.title = value;
        return true;
      case "points":
        this.#next.points = value;
        return true;
      case "pick":
        if (this.#group) this.#group.count = value;
        return true;
      case "points per question":
        this.#groupPoints = value;
        return true;
    }
    if (/^(?:END_)?GROUP\s*$/.test(line)) {
      // Without a number, text2qti picks one.
      this.#group = line.startsWith("END") ? undefined : { line: number, count: "1", of: 0 };
      this.#groupPoints = "";
      return true;
    }
    if (question) this.#begin(number, question[1] ?? "");
    return question !== null || setting.test(line);
  }

  #begin(line: number, text: string): Draft {
    const { title, points } = this.#next;
    const group = this.#group;
    if (group) group.of += 1;
    const draft: Draft = { line, title, points: points || this.#groupPoints, group, pieces: [] };
    draft.pieces.push({ kind: "text", isRight: false, text });
    this.#drafts.push(draft);
    this.#next = { title: "", points: "" };
    return draft;
  }

  #piece(line: string): void {
    const pieces = this.#drafts.at(-1)?.pieces;
    const mark = marks.find(([pattern]) => pattern.test(line));
    if (mark && pieces) {
      const [pattern, kind, isRight] = mark;
      pieces.push({ kind, isRight, text: line.replace(pattern, "") });
    } else this.#append(line);
  }

  /** A line that begins nothing goes on with what is above. */
  #append(line: string): void {
    const piece = this.#drafts.at(-1)?.pieces.at(-1);
    if (piece) piece.text += `\n${line.replace(/^(?: {1,4}|\t)/, "")}`;
  }
}
