import { wordsFor } from "../../../course/code-words.ts";
import type { TestName } from "../route.ts";
import { useServices } from "../services.ts";
import { BackToTests, Instant, Notice, useServerNow } from "./parts.tsx";

/** What the server's clock is known to, in milliseconds: within it the server decides, not the page. */
const clockErrorMs = 2_000;

/** Whether a deadline has surely passed. */
export const useIsOver = (deadline: string): boolean => useServerNow() > Date.parse(deadline) + clockErrorMs;

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
  const hasDraft = device.draft(student.studentId, test) !== null;
  return (
    <>
      <Notice kind="bad">
        {wordsFor(410)} It was <Instant at={deadline} />.
      </Notice>
      {hasDraft && (
        <p>
          The answers on this device that were not sent can't be sent any more.
          {wasSent && " What counts is what you sent before; you have the receipt of it."}
        </p>
      )}
      <div class="actions">
        <BackToTests />
      </div>
    </>
  );
};
