import { useState } from "preact/hooks";
import type { TestName } from "../route.ts";
import { useServices } from "../services.ts";
import { titleOf } from "../test-title.ts";
import { discard } from "../words.ts";
import { AskFirst } from "./ask-first.tsx";

interface DiscardDraftProps {
  readonly test: TestName;
  readonly onDiscarded: () => void;
}

/** Deletes answers without a receipt from this device, after asking; shows nothing where there are none. */
export const DiscardDraft = ({ test, onDiscarded }: DiscardDraftProps) => {
  const { device, student, announce } = useServices();
  const [isAsking, setIsAsking] = useState(false);
  const draft = device.draft(student.studentId, test);
  if (draft === null) return null;
  if (!isAsking) {
    return (
      <button type="button" class="button quiet" onClick={() => setIsAsking(true)}>
        {discard.button}
        <span class="visually-hidden">{discard.which(titleOf(device, student.studentId, test))}</span>
      </button>
    );
  }
  return (
    <AskFirst
      question={draft.isUnsure ? discard.askUnsure : discard.ask}
      yes={discard.yes}
      no={discard.no}
      onYes={() => {
        device.dropDraft(student.studentId, test);
        announce(discard.done);
        onDiscarded();
      }}
      onNo={() => setIsAsking(false)}
    />
  );
};
