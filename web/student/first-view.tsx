import { renderToString } from "preact-render-to-string";
import { Api } from "./api.ts";
import { App } from "./app.tsx";
import { untouchedForm } from "./begun-form.ts";
import { Device } from "./device/device.ts";
import { inMemory } from "./device/storage.ts";
import { ServerClock } from "./server-clock.ts";

const device = new Device(inMemory(), inMemory());
const clock = new ServerClock({ now: () => 0, sinceOpened: () => 0 }, device);

/** The page as somebody sees it whom it does not know. It is made when the page is built, and stands in index.html. */
export const html = renderToString(
  <App
    api={new Api(clock)}
    clock={clock}
    device={device}
    opening=""
    courseTitle="%courseTitle%"
    begunForm={() => untouchedForm}
    watchStorage={() => false}
  />,
);
