import { useEffect, useId, useRef } from "preact/hooks";

interface AskFirstProps {
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks before something that can't be undone. It takes the focus, so that a screen reader reads the question. */
export const AskFirst = ({ question, yes, no, onYes, onNo }: AskFirstProps) => {
  const box = useRef<HTMLFieldSetElement>(null);
  const id = useId();
  useEffect(() => box.current?.focus(), []);
  return (
    <fieldset ref={box} class="ask notice warn stack" tabIndex={-1} aria-labelledby={id}>
      <p id={id}>{question}</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={onYes}>
          {yes}
        </button>
        <button type="button" class="button" onClick={onNo}>
          {no}
        </button>
      </div>
    </fieldset>
  );
};
