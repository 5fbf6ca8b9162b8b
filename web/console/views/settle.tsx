import { useContext, useState } from "preact/hooks";
import type { LeftRun, OpenMail, OpenMails } from "../../../course/console/settle-view.ts";
import { counted } from "../../../course/counted.ts";
import { readAppeals } from "../appeals.ts";
import { ConsoleContext } from "../context.ts";
import { moment } from "../format.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { readLeftRuns, readOpenMails, settleMail } from "../settle-data.ts";
import { useLoad } from "../use-load.ts";
import { Action } from "./action.tsx";
import { SameCommand } from "./command.tsx";
import { Letters } from "./dead-letters.tsx";
import { Section, Shown, Table, Title } from "./parts.tsx";
import { Resume } from "./run-actions.tsx";

const isInvitation = ({ id }: Pick<OpenMail, "id">): boolean => id.endsWith("/invitation");

const MailActions = ({ mail }: { readonly mail: Pick<OpenMail, "id"> }) => {
  const { id } = mail;
  const newKey = isInvitation(mail) ? " It holds a new key; the old one ends." : "";
  const keyEnds = isInvitation(mail) ? " Its key is deleted." : "";
  return (
    <div class="actions">
      <Action
        name="Send again"
        to={id}
        question={`Send ${id} again? If the first one went out after all, its reader has it twice.${newKey}`}
        line={`bin/trainer mail --resend ${id}`}
        act={() => settleMail({ id, do: "resend" })}
      />
      <Action
        name="It came"
        to={id}
        question={`Record that ${id} went out?`}
        line={`bin/trainer mail --settle ${id} --sent`}
        act={() => settleMail({ id, do: "sent" })}
      />
      <Action
        name="It never came"
        to={id}
        question={`Record that ${id} did not go out, and that it never will?${keyEnds}`}
        line={`bin/trainer mail --settle ${id} --not-sent`}
        act={() => settleMail({ id, do: "not-sent" })}
      />
    </div>
  );
};

const stateWords = { unknown: "not known whether it went out", "not-sent": "not sent" } as const;

const MailTable = ({ mails: { mails, young, isCut } }: { readonly mails: OpenMails }) => {
  const { timeZone } = useContext(ConsoleContext);
  return (
    <>
      {mails.length === 0 ? (
        <p class="soft">
          {young.count === 0 && !isCut ? "For every mail it is known whether it went out." : "None."}
        </p>
      ) : (
        <>
          <p class="soft">Ask whether a mail came, or look into SES's record; then say so here.</p>
          <Table
            caption="Mails to settle"
            heads={["Mail", "State", "What to do"]}
            rows={mails.map((mail) => ({
              key: mail.id,
              cells: [
                <code key="id">{mail.id}</code>,
                <>
                  {stateWords[mail.state]} <span class="soft">{mail.reason}</span>
                </>,
                <MailActions key="actions" mail={mail} />,
              ],
            }))}
          />
        </>
      )}
      {young.count > 0 && young.after !== null && (
        <p class="soft">
          {counted(young.count, "mail is", "mails are")} too recent to judge; look again after{" "}
          {moment(Date.parse(young.after), timeZone)}.
        </p>
      )}
      {isCut && <p class="notice">There may be more; the command lists all.</p>}
    </>
  );
};

const Mails = () => {
  const [looks, setLooks] = useState(0);
  const loaded = useLoad(
    `settle mails ${looks}`,
    (signal) => readOpenMails({ signal }),
    () => false,
  );
  return (
    <Section title="Mails">
      <Shown loaded={loaded}>{(mails) => <MailTable mails={mails} />}</Shown>
      <SameCommand line="bin/trainer mail --unknown" />
      <p>
        <button class="button" type="button" onClick={() => setLooks(looks + 1)}>
          Look again
        </button>
      </p>
    </Section>
  );
};

/** Of a mail that surely did not go out: nobody has it twice. */
const LeftMailActions = ({ id }: { readonly id: string }) => (
  <div class="actions">
    <Action
      name="Send again"
      to={id}
      question={`Send ${id} to the address that the student has on the list now? To change that, correct it in students.csv and publish first.`}
      line={`bin/trainer mail --resend ${id}`}
      act={() => settleMail({ id, do: "resend" })}
    />
    <Action
      name="Told by other means"
      to={id}
      question={`Record ${id} as sent, because the student knows the score? Resuming the run does not mail it then.`}
      line={`bin/trainer mail --settle ${id} --sent`}
      act={() => settleMail({ id, do: "sent" })}
    />
  </div>
);

const leftWords = ({ how, left, count, students }: LeftRun): string => {
  if (how === "failed") return `The run failed or was stopped; it had ${counted(students, "student")}.`;
  const mails = left.filter(({ mailId }) => mailId !== undefined).length;
  return mails === left.length
    ? `${counted(count, "mail was", "mails were")} not sent.`
    : `${counted(count, "task")} left.`;
};

const whatWords = ({ mailId, isRefused }: LeftRun["left"][number]): string => {
  if (mailId === undefined) return "not graded";
  return isRefused ? "mail refused" : "mail not sent";
};

const OneRun = ({ run }: { readonly run: LeftRun }) => {
  const { runId, execution, left, count } = run;
  return (
    <div class="left-run">
      <p>
        <a href={addressOf.run(execution)}>
          <code>{runId}</code>
        </a>
        : {leftWords(run)}
      </p>
      {left.length > 0 && (
        <Table
          caption={`What run ${runId} left`}
          heads={["Student", "What", "Why", "What to do"]}
          rows={left.map((one) => ({
            key: `${one.studentId} ${one.subject}/${one.testId} ${one.mailId ?? ""}`,
            cells: [
              <a key="student" href={addressOf.person(one.studentId)}>
                {one.name}
              </a>,
              <>
                {one.subject}/{one.testId} {whatWords(one)}
              </>,
              one.reason,
              one.mailId === undefined ? "" : <LeftMailActions key="actions" id={one.mailId} />,
            ],
          }))}
        />
      )}
      {count > left.length && left.length > 0 && (
        <p class="soft">and {count - left.length} more, in the trainer's mail</p>
      )}
      <Resume runId={runId} what="Resume the run" />
    </div>
  );
};

const Runs = () => {
  const { stateMachineArn } = useContext(ConsoleContext);
  const loaded = useLoad(
    "settle runs",
    (signal) => readLeftRuns({ signal }),
    (changes) => concernsMachine(changes, stateMachineArn),
    5_000,
  );
  return (
    <Section title="Runs that left something">
      <Shown loaded={loaded}>
        {({ runs, isCut }) => (
          <>
            {runs.length === 0 && <p class="soft">Every run has graded and mailed all of its students.</p>}
            {runs.map((run) => (
              <OneRun key={run.runId} run={run} />
            ))}
            {isCut && <p class="notice">There are more: bin/trainer runs</p>}
          </>
        )}
      </Shown>
    </Section>
  );
};

const OpenAppeals = () => {
  const loaded = useLoad(
    "settle appeals",
    (signal) => readAppeals(false, { signal }),
    (changes) => changes.isEverything,
  );
  return (
    <Section title="Appeals">
      <Shown loaded={loaded}>
        {({ appeals, isCut }) =>
          appeals.length === 0 ? (
            <p class="soft">No appeal waits for an answer.</p>
          ) : (
            <p>
              <a class="button primary" href={addressOf.appeals}>
                Answer {counted(appeals.length, "appeal")}
                {isCut && " and more"}
              </a>
            </p>
          )
        }
      </Shown>
      <SameCommand line="bin/trainer appeals" />
    </Section>
  );
};

/** What waits for the trainer's decision. */
export const Settle = () => (
  <>
    <Title title="Settle" />
    <Runs />
    <Mails />
    <OpenAppeals />
    <Letters />
  </>
);
