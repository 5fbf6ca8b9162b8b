import { useState } from "preact/hooks";
import { type TestName, testPath } from "../route.ts";
import { useServices } from "../services.ts";
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
        Discard these answers<span class="visually-hidden"> to {testPath(test)}</span>
      </button>
    );
  }
  return (
    <AskFirst
      question={
        draft.isUnsure
          ? "Discard the answers on this device? They may have arrived. Discarding them here does not delete what the server has."
          : "Discard the answers on this device? They were not sent, and can’t be brought back."
      }
      yes="Discard"
      no="Keep"
      onYes={() => {
        device.dropDraft(student.studentId, test);
        announce("The answers on this device were discarded.");
        onDiscarded();
      }}
      onNo={() => setIsAsking(false)}
    />
  );
};
