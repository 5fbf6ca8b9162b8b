import { useEffect, useMemo, useState } from "preact/hooks";
import type { RegionInfo } from "./api.ts";
import { ConsoleContext, NowContext } from "./context.ts";
import type { readSettings } from "./course-data.ts";
import { moment } from "./format.ts";
import { Live, type LiveState } from "./live.ts";
import { addressOf, type Place, placeOf } from "./router.ts";
import { Appeals } from "./views/appeals.tsx";
import { Cost } from "./views/cost.tsx";
import { Gradebook } from "./views/gradebook.tsx";
import { Inbox } from "./views/inbox.tsx";
import { MailView } from "./views/mail.tsx";
import { NoticesRun } from "./views/notices-run.tsx";
import { Title } from "./views/parts.tsx";
import { Person } from "./views/person.tsx";
import { Progress } from "./views/progress.tsx";
import { Regrade } from "./views/regrade.tsx";
import { RunView } from "./views/run.tsx";
import { Runs } from "./views/runs.tsx";
import { Settle } from "./views/settle.tsx";
import { StudentView } from "./views/student.tsx";
import { OneTest } from "./views/test.tsx";
import { Tests } from "./views/tests.tsx";

type Settings = Awaited<ReturnType<typeof readSettings>>;

const View = ({ place }: { readonly place: Place }) => {
  switch (place.view) {
    case "runs":
      return <Runs />;
    case "run":
      return <RunView key={place.run} name={place.run} />;
    case "student":
      return <StudentView key={place.student} run={place.run} student={place.student} />;
    case "notices":
      return <NoticesRun key={place.run} name={place.run} />;
    case "gradebook":
      return <Gradebook />;
    case "person":
      return <Person key={place.studentId} studentId={place.studentId} />;
    case "progress":
      return <Progress />;
    case "appeals":
      return <Appeals />;
    case "tests":
      return <Tests />;
    case "test":
      return (
        <OneTest key={`${place.subject}/${place.testId}`} subject={place.subject} testId={place.testId} />
      );
    case "settle":
      return <Settle />;
    case "cost":
      return <Cost />;
    case "regrade":
      return <Regrade key={location.hash} {...place.of} />;
    case "inbox":
      return <Inbox />;
    case "mail":
      return <MailView key={place.messageId} messageId={place.messageId} />;
    case "nowhere":
      return (
        <>
          <Title title="There is nothing here" />
          <p>
            The address names no view of this console. Begin with the <a href={addressOf.runs}>runs</a>.
          </p>
        </>
      );
  }
};

interface Section {
  readonly name: string;
  readonly address: string;
  readonly views: readonly Place["view"][];
  readonly needsInbox?: true;
}

const sections: readonly Section[] = [
  { name: "Runs", address: addressOf.runs, views: ["runs", "run", "student", "notices"] },
  { name: "Tests", address: addressOf.tests, views: ["tests", "test", "regrade"] },
  { name: "Gradebook", address: addressOf.gradebook, views: ["gradebook", "person"] },
  { name: "Progress", address: addressOf.progress, views: ["progress"] },
  { name: "Settle", address: addressOf.settle, views: ["settle"] },
  { name: "Appeals", address: addressOf.appeals, views: ["appeals"] },
  { name: "Cost", address: addressOf.cost, views: ["cost"] },
  { name: "Inbox", address: addressOf.inbox, views: ["inbox", "mail"], needsInbox: true },
];

interface BarProps {
  readonly place: Place;
  readonly title: string;
  readonly hasInbox: boolean;
}

const Bar = ({ place, title, hasInbox }: BarProps) => (
  <header class="bar">
    <a class="brand" href={addressOf.runs}>
      {title}
    </a>
    <nav aria-label="Views">
      {sections
        .filter(({ needsInbox }) => hasInbox || !needsInbox)
        .map(({ name, address, views }) => (
          <a key={name} href={address} aria-current={views.includes(place.view) ? "page" : undefined}>
            {name}
          </a>
        ))}
    </nav>
  </header>
);

const Connection = ({ live, timeZone }: { readonly live: LiveState; readonly timeZone: string }) => (
  <footer class="foot">
    <span role="status" class={live.isConnected ? "soft" : "lost"}>
      {live.isConnected ? "Live" : "No connection; trying again"}
    </span>
    <span class="soft">
      The course's clock: {moment(live.now, timeZone)} ({timeZone})
    </span>
  </footer>
);

const usePlace = (): Place => {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const look = (): void => setPlace(placeOf(location.hash));
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  return place;
};

/** The console of one course. */
export const App = ({ region, settings }: { readonly region: RegionInfo; readonly settings: Settings }) => {
  const place = usePlace();
  const [liveState, setLiveState] = useState<LiveState>({ now: region.now, isConnected: true });
  const live = useMemo(() => new Live(region.now, setLiveState), [region]);
  const timeZone = settings?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const value = useMemo(
    () => ({
      region,
      bucket: region.outputs.BucketName ?? "",
      stateMachineArn: region.outputs.StateMachineArn ?? "",
      noticesArn: region.outputs.NoticesStateMachineArn,
      courseTitle: settings?.title ?? region.stackName,
      timeZone,
      live,
    }),
    [region, settings, timeZone, live],
  );
  return (
    <ConsoleContext.Provider value={value}>
      <NowContext.Provider value={liveState.now}>
        <Bar place={place} title={value.courseTitle} hasInbox={region.hasInbox} />
        <main>
          <View place={place} />
        </main>
        <Connection live={liveState} timeZone={timeZone} />
      </NowContext.Provider>
    </ConsoleContext.Provider>
  );
};
