import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

interface TypedFieldProps {
  readonly label: string;
  readonly given: string | undefined;
  readonly isNumber?: boolean;
  /** After the field: a unit. */
  readonly after?: ComponentChildren;
  /** What is wrong with what was typed; shown when the student goes on. */
  readonly problem?: string | null;
  readonly onAnswer: (typed: string | null) => void;
  readonly class?: string;
}

/** A field of one line. Phones must not make other letters of what is typed: it may be a command. */
export const TypedField = ({
  label,
  given = "",
  isNumber = false,
  after,
  problem = null,
  onAnswer,
  class: look = "",
}: TypedFieldProps) => {
  const id = useId();
  const [isLeft, setIsLeft] = useState(given !== "");
  const isShown = problem !== null && isLeft;
  return (
    <span class={`typed ${look}`}>
      <input
        type="text"
        aria-label={label}
        aria-invalid={isShown}
        {...(isShown && { "aria-describedby": id })}
        inputMode={isNumber ? "decimal" : "text"}
        autoCapitalize="off"
        autoComplete="off"
        spellcheck={false}
        value={given}
        onInput={({ currentTarget }) =>
          onAnswer(currentTarget.value.trim() === "" ? null : currentTarget.value)
        }
        onBlur={() => setIsLeft(true)}
      />
      {after}
      {isShown && (
        <span id={id} class="problem">
          {problem}
        </span>
      )}
    </span>
  );
};
