import { render } from "preact";
import { messageOf } from "../../course/unknown-value.ts";
import { callJson, regionSchema } from "./api.ts";
import { App } from "./app.tsx";
import { readSettings } from "./course-data.ts";

const begin = async (place: Element): Promise<void> => {
  try {
    const region = await callJson("region", regionSchema);
    const settings = await readSettings(region.outputs.BucketName ?? "");
    render(<App region={region} settings={settings} />, place);
  } catch (error) {
    render(
      <main>
        <h1>The region does not answer</h1>
        <p class="notice bad" role="alert">
          {messageOf(error)} Start it with <code>npm start</code>, then load this page again.
        </p>
      </main>,
      place,
    );
  }
};

// Without it the browser is too old, and the page says so already (web/shared/floor.ts).
const place = document.getElementById("page");
if (place) {
  document.getElementById("too-old")?.remove();
  await begin(place);
}
