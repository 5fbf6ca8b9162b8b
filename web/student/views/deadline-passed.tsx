import { wordsFor } from "../../../course/code-words.ts";
import type { Draft } from "../device/device.ts";
import type { TestName } from "../route.ts";
import { useServices } from "../services.ts";
import { BackToTests, Instant, Notice, useServerNow } from "./parts.tsx";

/** What the server's clock is known to, in milliseconds: within it the server decides, not the page. */
const clockErrorMs = 2_000;

/** Whether a deadline has surely passed. */
export const useIsOver = (deadline: string): boolean => useServerNow() > Date.parse(deadline) + clockErrorMs;

/** What became of answers that this device holds without a receipt; null: it holds none. */
const fateOf = (draft: Draft | null, wasSent: boolean): string | null => {
  if (draft === null) return null;
  if (draft.isUnsure) {
    return "It is not known whether the answers that you sent last arrived in time. Your score will tell; or ask your trainer.";
  }
  const lost = "The answers on this device that were not sent can't be sent any more.";
  return wasSent ? `${lost} What counts is what you sent before; you have the receipt of it.` : lost;
};

/** Takes the place of what could be sent; says truly what was and what wasn't. */
export const DeadlinePassed = ({
  test,
  deadline,
}: {
  readonly test: TestName;
  readonly deadline: string;
}) => {
  const { device, student } = useServices();
  const wasSent = device.receipt(student.studentId, test) !== null;
  const fate = fateOf(device.draft(student.studentId, test), wasSent);
  return (
    <>
      <Notice kind="bad">
        {wordsFor(410)} It was <Instant at={deadline} />.
      </Notice>
      {fate !== null && <p>{fate}</p>}
      <div class="actions">
        <BackToTests />
      </div>
    </>
  );
};
