import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Done } from "../../../course/console/settle-view.ts";
import { messageOf } from "../../../course/unknown-value.ts";
import { CommandLine } from "./command.tsx";

type State =
  | { readonly at: "idle" | "asking" | "doing" }
  | { readonly at: "done"; readonly said: string }
  | { readonly at: "refused"; readonly why: string };

export interface ActionProps {
  readonly name: string;
  /** What it is done to, for who does not see the row that the button stands in. */
  readonly to?: string;
  /** What happens, asked before it does. */
  readonly question: string;
  /** The command that does the same. */
  readonly line: string;
  readonly act: () => Promise<Done>;
  readonly onDone?: (done: Done) => void;
  readonly isMain?: boolean;
}

const useAction = ({ act, onDone }: Pick<ActionProps, "act" | "onDone">) => {
  const [state, setState] = useState<State>({ at: "idle" });
  const run = async (): Promise<void> => {
    setState({ at: "doing" });
    try {
      const done = await act();
      setState({ at: "done", said: done.said });
      onDone?.(done);
    } catch (error) {
      setState({ at: "refused", why: messageOf(error) });
    }
  };
  return { state, setState, run };
};

/** Asks; Escape and the other button say no, and give the focus back. */
export const Question = ({
  props: { name, question, line },
  onYes,
  onNo,
}: {
  readonly props: Pick<ActionProps, "name" | "question" | "line">;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Firefox before 98 has no dialogs: there the question stands open in the page.
  useEffect(() => {
    if (dialog.current && "showModal" in dialog.current) dialog.current.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="question" aria-labelledby={id} onClose={onNo}>
      <p id={id}>{question}</p>
      <p class="soft">
        The same by command: <CommandLine line={line} />
      </p>
      <div class="actions">
        <button class="button primary" type="button" onClick={onYes}>
          {name}
        </button>
        <button class="button" type="button" onClick={onNo}>
          Do nothing
        </button>
      </div>
    </dialog>
  );
};

/** A button that does something after a question, and says what became of it. */
export const Action = (props: ActionProps) => {
  const { name, to, line, isMain = false } = props;
  const { state, setState, run } = useAction(props);
  const outcome = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (state.at === "done") outcome.current?.focus();
  }, [state.at]);
  if (state.at === "done") {
    return (
      <span ref={outcome} class="done" tabIndex={-1} role="status">
        {state.said}
      </span>
    );
  }
  return (
    <span class="action">
      <button
        class={isMain ? "button primary" : "button"}
        type="button"
        aria-disabled={state.at === "doing"}
        title={line}
        onClick={() => state.at !== "doing" && setState({ at: "asking" })}
      >
        {state.at === "doing" ? "Doing it …" : name}
        {to !== undefined && <span class="visually-hidden"> {to}</span>}
      </button>
      {state.at === "asking" && (
        <Question props={props} onYes={() => void run()} onNo={() => setState({ at: "idle" })} />
      )}
      {state.at === "refused" && (
        <span class="notice bad" role="alert">
          {state.why}
        </span>
      )}
    </span>
  );
};
