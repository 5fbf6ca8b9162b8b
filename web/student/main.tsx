import { render } from "preact";
import { Api } from "./api.ts";
import { App } from "./app.tsx";
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
// Without it the browser is too old, and the page says so already (web/shared/floor.ts).
const place = document.getElementById("page");
if (place) {
  document.getElementById("too-old")?.remove();
  place.replaceChildren();
  render(
    <App api={new Api(clock)} clock={clock} device={device} opening={opening} watchStorage={watchStorage} />,
    place,
  );
  startWorker();
}
