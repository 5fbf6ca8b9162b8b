import { acceptOf, numberWithin } from "../bodies.ts";
import { type Body, feedbackOf, multipleOf, noRight, singleOf } from "../choices.ts";
import { decimalText, middleOf } from "../decimals.ts";
import { isChoice, nameOf, type ReadItem, type RightNumber } from "../model.ts";
import { pointsOf } from "../points.ts";
import type { Source } from "../source.ts";
import type { Texts } from "../texts.ts";
import type { Draft, Piece, Quiz } from "./drafts.ts";

export const itemOf = (draft: Draft, { title: quiz, areAnswersMixed }: Quiz, source: Source): ReadItem => {
  const place = { file: source.file, line: draft.line };
  const { pieces, title, group } = draft;
  const written = pieces[0]?.text ?? "";
  const what = nameOf(title, draft.fault === undefined ? written : "a block of code");
  if (draft.fault !== undefined) return { place, what, why: draft.fault };
  const texts = source.texts();
  const body = bodyOf(pieces, texts);
  if (typeof body === "string") return { place, what, why: body };
  const text = texts.markdown(written);
  if (text === "") return { place, what, why: "has no text" };
  const points = pointsOf(draft.points, (loss) => texts.lose(loss));
  const feedback = spoken(pieces, texts);
  const { pictures, losses } = texts;
  return {
    place,
    title,
    text,
    points,
    feedback,
    category: quiz === "" ? [] : [quiz],
    pictures,
    losses,
    ...(group && { drawn: { group: String(group.line), count: group.count, of: group.of } }),
    ...(isChoice(body) && { isMixed: areAnswersMixed }),
    ...body,
  };
};

const ofKind = (pieces: readonly Piece[], kind: Piece["kind"]): readonly Piece[] =>
  pieces.filter((piece) => piece.kind === kind);

const bodyOf = (pieces: readonly Piece[], texts: Texts): Body => {
  const kinds = new Set(pieces.map(({ kind }) => kind));
  if (kinds.has("gap")) return "has lines @gap, which text2qti does not have";
  if (kinds.has("essay")) return "is an essay, which no rule can grade";
  if (kinds.has("upload")) return "asks for a file, which no rule can grade";
  const answers = (["choice", "box", "short", "number"] as const).filter((kind) => kinds.has(kind));
  if (answers.length > 1) return "has answers of several kinds";
  const [kind] = answers;
  if (kind === undefined) return "has no answer";
  const own = ofKind(pieces, kind);
  const shown = own.map(({ text }) => texts.markdown(text));
  const right = own.flatMap(({ isRight }, index) => (isRight ? [index] : []));
  switch (kind) {
    case "choice":
      if (right.length > 1) return `has ${right.length} right answers, of which one is chosen`;
      return right[0] === undefined ? noRight : singleOf(shown, right[0]);
    case "box":
      return multipleOf(shown, right);
    case "short":
      return acceptOf(own.map(({ text }) => text.trim().replaceAll("*", "\\*")));
    case "number": {
      const number = numberOf(own[0]?.text ?? "");
      return number && own.length === 1
        ? { type: "number", number }
        : "has a right answer that is no decimal number";
    }
  }
};

/** `1.4142 +- 0.0001`, `1.4142 +- 1%`, `[1.2598, 1.2600]`, `5`. */
const numberOf = (written: string): RightNumber | undefined => {
  const [, low, high] = /^\[\s*([^,\]]+),\s*([^,\]]+)\]$/.exec(written.trim()) ?? [];
  if (low !== undefined && high !== undefined) return middleOf(low, high);
  const [value = "", within = ""] = written.split("+-");
  const part = decimalText(within.trim().replace(/%$/, ""));
  const right = decimalText(value.trim());
  if (!within.trim().endsWith("%")) return numberWithin(value.trim(), within.trim());
  return right === undefined || part === undefined ? undefined : { value: right, within: `${part}%` };
};

/** Feedback before the answers is said to all, behind an answer to those who chose it. */
const spoken = (pieces: readonly Piece[], texts: Texts): string | undefined => {
  const general: string[] = [];
  const single: { answer: string; feedback: string }[] = [];
  let answer: string | undefined;
  for (const { kind, text } of pieces) {
    const shown = texts.markdown(text);
    if (kind === "choice" || kind === "box" || kind === "short" || kind === "number") answer = shown;
    else if (kind === "right") single.push({ answer: "right", feedback: shown });
    else if (kind === "wrong") single.push({ answer: "wrong", feedback: shown });
    else if (kind === "solution") general.push(shown);
    else if (kind === "feedback" && answer === undefined) general.push(shown);
    else if (kind === "feedback") single.push({ answer: answer ?? "", feedback: shown });
  }
  return feedbackOf(general.join("\n\n"), single);
};
