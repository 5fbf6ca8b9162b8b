import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { ListTestsAnswer } from "../../course/api/answers.ts";
import type { Api, Key } from "./api.ts";
import type { BegunForm } from "./begun-form.ts";
import type { Device } from "./device/device.ts";
import { page } from "./first-words.ts";
import { loadViews, useViews } from "./lazy-views.ts";
import { type Invitation, invitationOf, listHref, type Route, routeOf } from "./route.ts";
import type { ServerClock } from "./server-clock.ts";
import { ServicesContext } from "./services.ts";
import { ConnectionNotice } from "./views/connection.tsx";
import { Notice } from "./views/parts.tsx";
import { keyOf, SignIn } from "./views/sign-in.tsx";

export interface AppProps {
  readonly api: Api;
  readonly clock: ServerClock;
  readonly device: Device;
  /** The part of the address after `#` when the page was opened. */
  readonly opening: string;
  readonly courseTitle: string;
  /** Asked when the sign-in form appears. */
  readonly begunForm: () => BegunForm;
  /** Calls `onFailure` when the storage keeps nothing; returns whether that has happened already. */
  readonly watchStorage: (onFailure: () => void) => boolean;
}

/** The route. At each change the focus goes back to the document, so that the next view's heading takes it. */
const useRoute = (opening: string): Route => {
  const [hash, setHash] = useState(opening);
  useEffect(() => {
    const follow = (): void => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      window.scrollTo(0, 0);
      setHash(window.location.hash);
    };
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return useMemo(() => routeOf(hash), [hash]);
};

/** A key in the link (of an earlier invitation) counts for this tab; without one, the key that the device keeps is used. */
const keyAtStart = (device: Device, invitation: Invitation | null): Key | null => {
  const invited = keyOf(invitation?.key ?? "");
  if (invited) device.keepKey(invited, { forGood: false });
  const kept = device.key();
  return invitation && kept?.studentId !== invitation.studentId ? invited : kept;
};

/** Longer than it takes to read it out. If it stayed, a reader might find it when it is no longer true. */
const announcedMs = 10_000;

/** Text for screen readers, removed after a while. */
const useAnnouncement = (): readonly [announcement: string, announce: (text: string) => void] => {
  const [announcement, announce] = useState("");
  useEffect(() => {
    if (announcement === "") return;
    const timer = setTimeout(() => announce(""), announcedMs);
    return () => clearTimeout(timer);
  }, [announcement]);
  return [announcement, announce];
};

/** People, as the last list named them; an id stands for a name that is not known yet. */
interface People {
  readonly student?: string | undefined;
  readonly trainer?: string | undefined;
}

const peopleIn = (list: ListTestsAnswer | null): People => ({
  student: list?.student?.name,
  trainer: list?.course?.trainer.name,
});

interface HeaderProps {
  readonly courseTitle: string;
  readonly student: Key | null;
  readonly people: People;
  readonly onSignOut: () => void;
}

const Header = ({ courseTitle, student, people, onSignOut }: HeaderProps) => (
  <header class="bar">
    <div>
      <a class="brand" href={listHref}>
        {courseTitle}
      </a>
      {student && people.trainer && <p class="trainer">{page.trainer(people.trainer)}</p>}
    </div>
    {student && (
      <div class="who">
        <span>{people.student ?? student.studentId}</span>
        <button type="button" class="button quiet" onClick={onSignOut}>
          {page.signOut}
        </button>
      </div>
    )}
  </header>
);

/** In place of the views while they load. Browsers may remember a failure, so trying again begins anew. */
const NoViews = ({ isUnreachable }: { readonly isUnreachable: boolean }) => (
  <main>
    {isUnreachable ? (
      <>
        <Notice kind="warn">{page.isUnreachable}</Notice>
        <div class="actions">
          <button type="button" class="button" onClick={() => window.location.reload()}>
            {page.tryAgain}
          </button>
        </div>
      </>
    ) : (
      <p class="soft">{page.loading}</p>
    )}
  </main>
);

export const App = ({ opening, courseTitle, begunForm, watchStorage, ...kept }: AppProps) => {
  const { api, clock, device } = kept;
  const invitation = useMemo(() => invitationOf(opening), [opening]);
  const [student, setStudent] = useState(() => keyAtStart(device, invitation));
  const [why, setWhy] = useState<string | null>(null);
  const [announcement, announce] = useAnnouncement();
  const [isKeeping, setIsKeeping] = useState(true);
  const route = useRoute(opening);
  const [people, setPeople] = useState<People>({});
  useEffect(() => setPeople(peopleIn(student && device.list(student.studentId))), [student, device]);
  useEffect(() => {
    if (watchStorage(() => setIsKeeping(false))) setIsKeeping(false);
  }, [watchStorage]);

  const signOut = useCallback(
    (reason?: string) => {
      device.forgetKey();
      setWhy(reason ?? null);
      setStudent(null);
    },
    [device],
  );
  const services = useMemo(
    () =>
      student && {
        ...{ api, device, clock, student, announce, signOut },
        onList: (list: ListTestsAnswer) => setPeople(peopleIn(list)),
      },
    [api, device, clock, student, announce, signOut],
  );
  useEffect(() => announce(""), [route, announce]);
  const areWanted = student !== null || route.view === "reminders";
  const views = useViews(areWanted);
  return (
    <>
      <Header courseTitle={courseTitle} student={student} people={people} onSignOut={() => signOut()} />
      <ConnectionNotice />
      {!areWanted ? (
        <SignIn
          api={api}
          studentId={invitation?.studentId ?? ""}
          why={why}
          begunForm={begunForm}
          // What can't be loaded now is tried again when it is wanted.
          onBegin={() => void loadViews().catch(() => undefined)}
          onSignedIn={(key, forGood) => {
            device.keepKey(key, { forGood });
            setStudent(key);
          }}
        />
      ) : typeof views === "string" ? (
        <NoViews isUnreachable={views === "unreachable"} />
      ) : route.view === "reminders" ? (
        <views.Reminders api={api} route={route} announce={announce} />
      ) : (
        <ServicesContext.Provider value={services}>
          <views.View
            key={JSON.stringify(route)}
            route={route}
            isKeeping={isKeeping}
            isKeyInHistory={invitation?.key === student?.key}
          />
        </ServicesContext.Provider>
      )}
      <div class="visually-hidden" role="status">
        {announcement}
      </div>
    </>
  );
};
