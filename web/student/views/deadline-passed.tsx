import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Draft } from "../device/device.ts";
import type { TestName } from "../route.ts";
import { sentLatest } from "../sent-latest.ts";
import type { Passed } from "../server-clock.ts";
import { useServices } from "../services.ts";
import { api, passed } from "../words.ts";
import { DiscardDraft } from "./discard-draft.tsx";
import { BackToTests, Instant, Notice, useServerNow } from "./parts.tsx";

/** Whether a deadline has passed, looked at each second. */
export const usePassed = (deadline: string): Passed => {
  const { clock } = useServices();
  useServerNow();
  return clock.hasPassed(Date.parse(deadline));
};

/** Shown above answers that can still be given and sent: the device's clock alone does not close a test. */
export const PerhapsPassed = () => <Notice kind="warn">{passed.perhaps}</Notice>;

/**
 * A sentence about the answers without a receipt on this device; null: there are none.
 *
 * @param isMissed the server says that nothing arrived in time.
 */
const fateOf = (draft: Draft | null, wasSent: boolean, isMissed: boolean): string | null => {
  if (draft === null) return null;
  if (draft.isUnsure && isMissed) return passed.arrivedLate;
  if (draft.isUnsure) return passed.perhapsLate;
  return wasSent ? `${passed.areLost} ${passed.earlierCount}` : passed.areLost;
};

/** Answers without a receipt that stay on this device after the deadline; nothing where there are none. */
export const LeftOnDevice = ({
  test,
  isMissed = false,
  children,
}: {
  readonly test: TestName;
  readonly isMissed?: boolean;
  /** What else can be done, which comes first. */
  readonly children?: ComponentChildren;
}) => {
  const { device, student } = useServices();
  const [, setIsDiscarded] = useState(false);
  const wasSent = sentLatest(device, student.studentId, test) !== null;
  const fate = fateOf(device.draft(student.studentId, test), wasSent, isMissed);
  if (fate === null) return children ? <div class="actions">{children}</div> : null;
  return (
    <>
      <p>{fate}</p>
      <div class="actions">
        {children}
        <DiscardDraft test={test} onDiscarded={() => setIsDiscarded(true)} />
      </div>
    </>
  );
};

/** Replaces a test whose deadline has passed; says which answers were sent and which were not. */
export const DeadlinePassed = ({
  test,
  deadline,
}: {
  readonly test: TestName;
  readonly deadline: string;
}) => {
  const { announce } = useServices();
  useEffect(() => announce(api.codes[410]), [announce]);
  return (
    <>
      <Notice kind="bad">
        {api.codes[410]} {passed.deadline(<Instant at={deadline} />)}
      </Notice>
      <LeftOnDevice test={test}>
        <BackToTests />
      </LeftOnDevice>
    </>
  );
};
