import { useCallback, useEffect, useState } from "preact/hooks";
import type { RemindersAnswer } from "../../../course/api/answers.ts";
import type { Api, Outcome } from "../api.ts";
import type { RemindersRoute } from "../route.ts";
import { page, reminders as words } from "../words.ts";
import { BackToTests, Notice, Title } from "./parts.tsx";

interface RemindersProps {
  readonly api: Api;
  readonly route: RemindersRoute;
  readonly announce: (text: string) => void;
}

type Choice = RemindersAnswer["body"]["reminders"];

const stateText = (choice: Choice): string => (choice === "on" ? words.areOn : words.areOff);

const Problem = ({ outcome }: { readonly outcome: Exclude<Outcome<unknown>, { status: "done" }> }) => {
  if (outcome.status === "unreachable") return <Notice kind="warn">{page.isUnreachable}</Notice>;
  const isOld = outcome.code === 400 || outcome.code === 404;
  return <Notice kind="bad">{isOld ? words.isOldLink : outcome.words}</Notice>;
};

/** The student's choice about mails, by the link of one of them: opening it changes nothing, pressing the button does. */
export const Reminders = ({ api, route, announce }: RemindersProps) => {
  const [choice, setChoice] = useState<Choice | null>(null);
  const [problem, setProblem] = useState<Exclude<Outcome<unknown>, { status: "done" }> | null>(null);
  const [isAsking, setIsAsking] = useState(true);
  const ask = useCallback(
    async (wanted: Choice | null): Promise<void> => {
      setIsAsking(true);
      const outcome = await (wanted === null
        ? api.reminders(route)
        : api.chooseReminders(route, { reminders: wanted }));
      setIsAsking(false);
      setProblem(outcome.status === "done" ? null : outcome);
      if (outcome.status !== "done") return;
      const { reminders } = outcome.answer.body;
      setChoice(reminders);
      if (wanted !== null) announce(stateText(reminders));
    },
    [api, route, announce],
  );
  useEffect(() => void ask(null), [ask]);
  const other = choice === "on" ? "off" : "on";
  return (
    <main>
      <Title text={words.title} />
      {choice !== null && <p>{stateText(choice)}</p>}
      {choice === null && isAsking && <p class="soft">{page.loading}</p>}
      {problem && <Problem outcome={problem} />}
      <div class="actions">
        {choice !== null && (
          <button
            type="button"
            class="button primary"
            aria-disabled={isAsking}
            onClick={() => {
              if (!isAsking) void ask(other);
            }}
          >
            {isAsking ? words.isChanging : other === "off" ? words.turnOff : words.turnOn}
          </button>
        )}
        {choice === null && problem?.status === "unreachable" && (
          <button type="button" class="button" onClick={() => void ask(null)}>
            {page.tryAgain}
          </button>
        )}
        <BackToTests />
      </div>
    </main>
  );
};
