import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { Look } from "../support/looks.ts";
import { BidiSession } from "./bidi-session.ts";
import type { BrowserPage, Engine } from "./browser.ts";
import { opening, startProgram } from "./programs.ts";
import { clickActions, keyActions } from "./standard-input.ts";

const program = process.env.FIREFOX || "/usr/bin/firefox-esr";

const versionSchema = z.object({
  capabilities: z.object({ browserName: z.string(), browserVersion: z.string() }),
});
const windowSchema = z.object({ context: z.string() });
const treeSchema = z.object({ contexts: z.array(z.object({ children: z.array(windowSchema).nullish() })) });
const evaluatedSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("success"), result: z.object({ value: z.string() }) }),
  z.object({ type: z.literal("exception"), exceptionDetails: z.object({ text: z.string() }) }),
]);
const logEntrySchema = z.object({ level: z.string(), text: z.string().nullable() });

/** What the profile sets. Only there can the theme be chosen: the protocol has no word for it in this version of Firefox. */
const preferences = (scheme: Look["scheme"]): Readonly<Record<string, number | boolean | string>> => ({
  "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1,
  "app.update.disabledForTesting": true,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
});

const profileFor = (scheme: Look["scheme"]): string => {
  const folder = mkdtempSync(join(tmpdir(), "firefox-"));
  const lines = Object.entries(preferences(scheme)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(folder, "user.js"), lines.join(""));
  return folder;
};

/** A page in a window of its own: the first one, which no screen shows, never gets the keyboard. */
const pageOf = async (session: BidiSession, open: DisposableStack): Promise<BrowserPage> => {
  const { capabilities } = versionSchema.parse(await session.call("session.new", { capabilities: {} }));
  const { context } = windowSchema.parse(await session.call("browsingContext.create", { type: "window" }));
  await session.call("browsingContext.activate", { context });
  const faults: string[] = [];
  session.onEvent("log.entryAdded", (entry) => {
    const { level, text } = logEntrySchema.parse(entry);
    if (level === "error") faults.push(text ?? "");
  });
  await session.call("session.subscribe", { events: ["log.entryAdded"] });
  const perform = async (actions: object[]): Promise<void> => {
    await session.call("input.performActions", { context, actions });
  };
  const evaluate = async (expression: string, target: object): Promise<string> => {
    const found = evaluatedSchema.parse(
      await session.call("script.evaluate", { expression, target, awaitPromise: true }),
    );
    if (found.type === "exception") throw new Error(found.exceptionDetails.text);
    return found.result.value;
  };
  return {
    version: `${capabilities.browserName} ${capabilities.browserVersion}`,
    goto: async (url) => {
      await session.call("browsingContext.navigate", { context, url, wait: "complete" });
    },
    reload: async () => {
      await session.call("browsingContext.reload", { context, wait: "complete" });
    },
    evaluate: async (value) =>
      JSON.parse(await evaluate(`(async () => JSON.stringify(await (${value})) ?? "null")()`, { context })),
    frameText: async () => {
      const tree = await session.call("browsingContext.getTree", { root: context });
      const [frame] = treeSchema.parse(tree).contexts[0]?.children ?? [];
      // A sandbox of the protocol's runs scripts where the frame's own are not allowed.
      return evaluate("document.body.innerText", { context: frame?.context, sandbox: "reader" });
    },
    click: (at) => perform(clickActions(at)),
    press: (keys) => perform(keyActions(keys)),
    resize: async (viewport) => {
      await session.call("browsingContext.setViewport", { context, viewport });
    },
    screenshot: async () => {
      const picture = await session.call("browsingContext.captureScreenshot", { context });
      return Buffer.from(z.object({ data: z.string() }).parse(picture).data, "base64");
    },
    faults: async () => faults,
    close: async () => open.dispose(),
  };
};

const openFirefox = (scheme: Look["scheme"]): Promise<BrowserPage> =>
  opening(async (open) => {
    const profile = profileFor(scheme);
    open.defer(() => rmSync(profile, { recursive: true, force: true, maxRetries: 3 }));
    const { said } = open.use(
      await startProgram({
        command: program,
        args: ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile],
        says: /WebDriver BiDi listening on (ws:\S+)/,
      }),
    );
    return pageOf(open.use(await BidiSession.open(`${said}/session`)), open);
  });

/** As it is installed, over WebDriver BiDi, which it speaks without a driver. */
export const firefox: Engine = {
  name: "Firefox",
  packages: "firefox-esr",
  schemes: ["light", "dark"],
  untried: [],
  isInstalled: () => existsSync(program),
  open: openFirefox,
};
