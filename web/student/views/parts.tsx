import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { courseTitle } from "../course-title.ts";
import { page } from "../first-words.ts";
import type { Known } from "../loading.ts";
import { listHref } from "../route.ts";
import { useServices } from "../services.ts";
import { announcementBetween, dayText, instantText, isSoon, timeLeft } from "../time-text.ts";

/** The heading of a view. It takes the focus when the view appears, so that a screen reader begins there. */
export const Title = ({
  text,
  children,
}: {
  readonly text: string;
  readonly children?: ComponentChildren;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${text} – ${courseTitle()}`;
    // A view may already have set the focus, for example to a question.
    if (!document.activeElement || document.activeElement === document.body) heading.current?.focus();
  }, [text]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? text}
    </h1>
  );
};

/** What a question is called, beside its number; nothing where the number is the same for all. */
export const QuestionName = ({ name }: { readonly name: string | undefined }) =>
  name === undefined ? null : (
    <>
      · <bdi>{name}</bdi>
    </>
  );

export const Notice = ({
  kind = "",
  children,
}: {
  readonly kind?: "" | "good" | "warn" | "bad";
  readonly children: ComponentChildren;
}) => <p class={`notice ${kind}`}>{children}</p>;

/** The server's time, renewed each second. */
export const useServerNow = (): number => {
  const { clock } = useServices();
  const [nowMs, setNowMs] = useState(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(clock.now()), 1000);
    return () => clearInterval(timer);
  }, [clock]);
  return nowMs;
};

/** Time left until a deadline. Screen readers announce it at ten, five and one minutes, not every second. */
export const TimeLeft = ({
  deadline,
  isAnnounced = false,
}: {
  readonly deadline: string;
  readonly isAnnounced?: boolean;
}) => {
  const { announce, clock } = useServices();
  const deadlineMs = Date.parse(deadline);
  const leftMs = deadlineMs - useServerNow();
  const before = useRef(leftMs);
  useEffect(() => {
    const announcement = announcementBetween(before.current, leftMs);
    before.current = leftMs;
    if (isAnnounced && announcement !== null) announce(announcement);
  }, [leftMs, isAnnounced, announce]);
  return (
    <span role="timer" class={isSoon(leftMs) ? "left soon" : "left"}>
      {timeLeft(leftMs, clock.hasPassed(deadlineMs))}
    </span>
  );
};

export const Instant = ({ at }: { readonly at: string }) => <time dateTime={at}>{instantText(at)}</time>;

export const Day = ({ at }: { readonly at: string }) => <time dateTime={at}>{dayText(at)}</time>;

export const BackToTests = () => (
  <a class="button" href={listHref}>
    {page.backToTests}
  </a>
);

/** Whose test it is and of which day, with a dot between them that does not stay at the end of a line. */
export const SubjectAndDay = ({
  subject,
  day,
}: {
  readonly subject: string;
  /** Left out when the trainer has removed the test. */
  readonly day?: string | undefined;
}) => (
  <p class="soft facts">
    <span>
      <span class="fact">{subject}</span>
      {day !== undefined && (
        <>
          {" "}
          <span class="fact">
            <Day at={day} />
          </span>
        </>
      )}
    </span>
  </p>
);

/** Says why something can't be shown, and how to go on; shows nothing once it is loaded. */
export const NotThere = ({
  known,
  again,
}: {
  readonly known: Exclude<Known<unknown>, { status: "ready" }>;
  readonly again: () => void;
}) => {
  if (known.status === "loading") return <p class="soft">{page.loading}</p>;
  const isRefused = known.status === "refused";
  return (
    <>
      <Notice kind={isRefused ? "bad" : "warn"}>{isRefused ? known.words : page.isUnreachable}</Notice>
      <div class="actions">
        <button type="button" class="button" onClick={again}>
          {page.tryAgain}
        </button>
        <BackToTests />
      </div>
    </>
  );
};

/** Shown above what this device saw last. */
export const Offline = ({ again }: { readonly again: () => void }) => (
  <div class="notice warn row">
    <span class="grow">{page.seenLast}</span>
    <button type="button" class="button" onClick={again}>
      {page.tryAgain}
    </button>
  </div>
);
