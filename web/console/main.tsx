// Before any schema is made.
import "./zod-without-eval.ts";
import { render } from "preact";
import { messageOf } from "../../course/unknown-value.ts";
import { isTooOld } from "../shared/too-old.ts";
import { CallError, callJson, regionSchema } from "./api.ts";
import { App } from "./app.tsx";
import { readSettings } from "./course-data.ts";

/** Without the right to read the settings, the console shows what else may be read, under the stack's name. */
const unlessRefused = (error: unknown): undefined => {
  if (!(error instanceof CallError && error.status === 403)) throw error;
};

const begin = async (place: Element): Promise<void> => {
  try {
    const region = await callJson("region", regionSchema);
    const settings = await readSettings(region.outputs.BucketName ?? "").catch(unlessRefused);
    render(<App region={region} settings={settings} />, place);
  } catch (error) {
    render(
      <main>
        <h1>The course can't be shown</h1>
        <p class="notice bad" role="alert">
          {messageOf(error)}
        </p>
        <p>
          If the console or the region has ended, start it again with <code>npm start</code> or{" "}
          <code>bin/trainer console</code>, then load this page again.
        </p>
      </main>,
      place,
    );
  }
};

const place = document.getElementById("page");
if (place && !isTooOld()) {
  document.getElementById("too-old")?.remove();
  await begin(place);
}
