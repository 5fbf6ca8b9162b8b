import { hydrate, render } from "preact";
import { isTooOld } from "../shared/too-old.ts";
import { Api } from "./api.ts";
import { App } from "./app.tsx";
import { takeOverForm } from "./begun-form.ts";
import { courseTitle } from "./course-title.ts";
import { Device } from "./device/device.ts";
import { carefulStorage } from "./device/storage.ts";
import { startWorker } from "./offline/start-worker.ts";
import { invitationOf, listHref } from "./route.ts";
import { ServerClock } from "./server-clock.ts";

const opening = window.location.hash;
// Earlier invitations had the key in their link: it is removed from the address bar, but the history already has it.
if (invitationOf(opening)) window.history.replaceState(null, "", listHref);

let hasFailed = false;
const listeners = new Set<() => void>();
const failed = (): void => {
  hasFailed = true;
  for (const listener of listeners) listener();
};
const watchStorage = (onFailure: () => void): boolean => {
  listeners.add(onFailure);
  return hasFailed;
};

const device = new Device(
  carefulStorage(() => window.localStorage, failed),
  carefulStorage(() => window.sessionStorage, failed),
);
const clock = new ServerClock({ now: () => Date.now(), sinceOpened: () => performance.now() }, device);

const start = (place: HTMLElement): void => {
  const app = (
    <App
      api={new Api(clock)}
      clock={clock}
      device={device}
      opening={opening}
      courseTitle={courseTitle()}
      begunForm={takeOverForm}
      watchStorage={watchStorage}
    />
  );
  const root = document.documentElement;
  // Whoever needs no sign-in form has not seen the one of index.html (before-paint.ts).
  if (root.classList.contains("waiting")) {
    place.replaceChildren();
    render(app, place);
  } else hydrate(app, place);
  root.classList.remove("waiting", "not-loaded");
  for (const id of ["waiting", "not-loaded", "too-old"]) document.getElementById(id)?.remove();
  startWorker();
};

const place = document.getElementById("page");
if (place && !isTooOld()) start(place);
