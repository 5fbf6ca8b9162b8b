import { render } from "preact";
import { callJson, regionSchema } from "./api.ts";
import { App } from "./app.tsx";
import { readSettings } from "./course-data.ts";

const root = document.querySelector("#console");
if (!root) throw new Error("The page has no place for the console.");

try {
  const region = await callJson("region", regionSchema);
  const settings = await readSettings(region.outputs.BucketName ?? "");
  render(<App region={region} settings={settings} />, root);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  render(
    <main>
      <h1>The region does not answer</h1>
      <p class="notice bad" role="alert">
        {why} Start it with <code>npm start</code>, then load this page again.
      </p>
    </main>,
    root,
  );
}
