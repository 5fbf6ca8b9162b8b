import { useMemo } from "preact/hooks";
import { counted } from "../../../course/counted.ts";
import type { RegradeView, ShownPreview } from "../../../course/grading/regrade-view.ts";
import { readRegrade } from "../course-views.ts";
import { addressOf, type RegradePlace } from "../router.ts";
import { orderRun } from "../settle-data.ts";
import { useReadOn } from "../use-read-on.ts";
import { Action } from "./action.tsx";
import { SameCommand } from "./command.tsx";
import { Facts, Section, Shown, Table, Title } from "./parts.tsx";

const scoreWords = (score: string | null): string => score ?? "no score";

const Changes = ({ preview }: { readonly preview: ShownPreview }) => {
  const { changes, up, down, other } = preview;
  const more = up + down + other - changes.length;
  if (changes.length === 0) return <p>No score would change.</p>;
  return (
    <>
      <Table
        caption="Scores that would change; those that go down come first"
        heads={["Student", "Now", "Then", "Remarks"]}
        rows={changes.map(({ studentId, name, before, after, byHand }) => ({
          key: studentId,
          cells: [
            <a key="name" href={addressOf.person(studentId)}>
              {name}
            </a>,
            scoreWords(before),
            scoreWords(after),
            byHand ? "set by hand, which stays" : "",
          ],
        }))}
      />
      {more > 0 && <p class="soft">and {more} more, which the command names</p>}
    </>
  );
};

const Failures = ({ preview: { failures, failed } }: { readonly preview: ShownPreview }) =>
  failed === 0 ? null : (
    <Section title={`${counted(failed, "student")} could not be graded`}>
      <ul class="reasons">
        {failures.map(({ studentId, name, reason }) => (
          <li key={studentId}>
            {name}: {reason}
          </li>
        ))}
      </ul>
    </Section>
  );

/** What to do so that it comes true. */
const Next = ({ subject, testId, questionId, answerId }: RegradePlace) => {
  const path = `${subject}/${testId}`;
  const again = `bin/trainer grade --again ${path}`;
  if (questionId !== undefined) {
    return (
      <Section title="To do it">
        <p>
          Make <code>{answerId}</code> right in {questionId} of <code>{path}.yaml</code>, then{" "}
          <code>bin/trainer publish</code>. Then see{" "}
          <a href={addressOf.regrade(subject, testId)}>the same by the published key</a>, and grade again
          there.
        </p>
      </Section>
    );
  }
  return (
    <Section title="To do it">
      <p class="actions">
        <Action
          name="Grade this test again"
          question={`Grade ${path} again for everybody, by the published key? Students whose score changes get a mail.`}
          line={again}
          act={() => orderRun({ do: "again", path })}
          onDone={({ executionArn }) => {
            if (executionArn !== undefined)
              location.hash = addressOf.run(executionArn.split(":").at(-1) ?? "");
          }}
          isMain
        />
      </p>
      <p class="soft">
        If it was a mistake: <code>bin/trainer grade --undo RUN</code> puts the scores back.
      </p>
    </Section>
  );
};

const Body = ({ view, ...props }: RegradePlace & { readonly view: RegradeView }) => {
  const { preview, read, of } = view;
  if (preview === undefined) {
    return (
      <p class="soft" role="status">
        Compared {read} of {counted(of, "student")} …
      </p>
    );
  }
  if (preview.students === 0) return <p>No deadline of this test has come yet.</p>;
  const { up, down, same, other } = preview;
  return (
    <>
      <Section title={`What would change for ${counted(preview.students, "student")}`}>
        <Facts
          facts={[
            ["Up", up],
            ["Down", down],
            ["The same", same],
            ...(other > 0 ? [["With a score, or without one", other] as const] : []),
          ]}
        />
        <Changes preview={preview} />
      </Section>
      <Failures preview={preview} />
      <Next {...props} />
    </>
  );
};

/** What grading a test again would change, before it is done: by the published key, or as if a choice were right. */
export const Regrade = (props: RegradePlace) => {
  const { subject, testId, questionId, answerId } = props;
  const path = `${subject}/${testId}`;
  const look = useMemo(() => Math.random().toString(36).slice(2), []);
  const isSupposed = questionId !== undefined && answerId !== undefined;
  const supposed = isSupposed ? { questionId, answerId } : {};
  const loaded = useReadOn(`regrade ${location.hash}`, (signal) =>
    readRegrade(subject, testId, { look, ...supposed }, { signal }),
  );
  return (
    <>
      <p class="crumbs">
        <a href={addressOf.tests}>Tests</a> / <a href={addressOf.test(subject, testId)}>{path}</a>
      </p>
      <Title
        title={isSupposed ? `If ${answerId} were right in ${questionId}` : "If this test were graded again"}
      />
      <SameCommand
        line={`bin/trainer grade --again ${path} --dry-run${isSupposed ? ` --if ${questionId}=${answerId}` : ""}`}
      />
      <Shown loaded={loaded}>{(view) => <Body view={view} {...props} />}</Shown>
    </>
  );
};
