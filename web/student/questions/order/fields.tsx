import { useEffect, useRef } from "preact/hooks";
import { isList } from "../../../../course/questions/answer.ts";
import { bodyOf, idsOf } from "../../../../course/questions/choices.ts";
import { useServices } from "../../services.ts";
import { Said } from "../../views/said.tsx";
import { question as words } from "../../words.ts";
import { type FieldsProps, questionFields } from "../question-fields.tsx";
import type { Order } from "./order.ts";

/** The list with the line at `from` moved to `to`. */
const moved = (ids: readonly string[], from: number, to: number): readonly string[] => {
  const others = ids.filter((_, place) => place !== from);
  return [...others.slice(0, to), ...ids.slice(from, from + 1), ...others.slice(to)];
};

type Direction = "up" | "down";

/** Lines that buttons move: as good with a finger, a keyboard and a screen reader, which is told the new place. */
const Lines = ({ question, language, given, isFinal, onAnswer }: FieldsProps<Order, readonly string[]>) => {
  const { announce } = useServices();
  const list = useRef<HTMLOListElement>(null);
  const pressed = useRef<{ readonly id: string; readonly direction: Direction } | null>(null);
  const ids = given ?? idsOf(question.answers);
  // The focus stays on the line that was moved; at the end of the list its other button takes it.
  useEffect(() => {
    if (pressed.current === null) return;
    const { id, direction } = pressed.current;
    pressed.current = null;
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>(`[data-id="${id}"]`) ?? [])];
    const same = buttons.find((button) => button.dataset.direction === direction);
    (same?.disabled ? buttons.find((button) => !button.disabled) : same)?.focus();
  });
  const plainOf = (id: string): string => question.plain?.answers?.[id] ?? bodyOf(question.answers, id);
  const move = (from: number, direction: Direction): void => {
    const [id = "", to] = [ids[from], direction === "up" ? from - 1 : from + 1];
    pressed.current = { id, direction };
    announce(words.order.moved(plainOf(id), to + 1, ids.length));
    onAnswer(moved(ids, from, to));
  };
  const button = (place: number, id: string, direction: Direction) => {
    const isLast = place === (direction === "up" ? 0 : ids.length - 1);
    const name = words.order[direction](plainOf(id));
    return (
      <button
        type="button"
        class="button move"
        data-id={id}
        data-direction={direction}
        aria-label={name}
        disabled={isLast}
        onClick={() => move(place, direction)}
      >
        {direction === "up" ? "↑" : "↓"}
      </button>
    );
  };
  return (
    <>
      <ol ref={list} class={given === undefined ? "order untouched" : "order"}>
        {ids.map((id, place) => (
          <li key={id}>
            <div class="row">
              <Said
                text={bodyOf(question.answers, id)}
                html={question.html?.answers?.[id]}
                language={language}
                class="grow"
              />
              {button(place, id, "up")}
              {button(place, id, "down")}
            </div>
          </li>
        ))}
      </ol>
      {given === undefined && !isFinal && (
        <div class="row">
          <span class="soft grow">{words.order.isUntouched}</span>
          <button type="button" class="button" onClick={() => onAnswer(ids)}>
            {words.order.keep}
          </button>
        </div>
      )}
    </>
  );
};

export const orderFields = questionFields<Order, readonly string[]>({
  type: "order",
  isAnswer: isList,
  hint: words.order.hint,
  Fields: Lines,
});
