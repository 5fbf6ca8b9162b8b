import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { Look } from "../support/looks.ts";
import type { BrowserPage, Engine } from "./browser.ts";
import { ClassicSession } from "./classic-session.ts";
import { freePort, opening, startProgram } from "./programs.ts";
import { clickActions, keyActions } from "./standard-input.ts";

/** Runs in the page: this protocol has no word for what a page's scripts say. */
const keepFaults = `(() => {
  if (window.keptFaults) return;
  const faults = [];
  window.keptFaults = faults;
  addEventListener("error", ({ message }) => faults.push(message));
  addEventListener("unhandledrejection", ({ reason }) => faults.push(String(reason)));
  addEventListener("securitypolicyviolation", (event) => faults.push(event.violatedDirective + " refuses " + event.blockedURI));
  const say = console.error;
  console.error = (...words) => {
    faults.push(words.join(" "));
    say(...words);
  };
})()`;

const scriptFor = (expression: string): string => `const done = arguments[0];
${keepFaults};
(async () => JSON.stringify(await (${expression})) ?? "null")()
  .then((value) => done({ value }), (error) => done({ error: String(error) }));`;

/** The window has its new size sooner than the page. */
const untilWide = (width: number): string => `new Promise((resized) => {
  const look = () => {
    if (innerWidth === ${width}) resized(null);
    else requestAnimationFrame(look);
  };
  look();
})`;

const evaluatedSchema = z.union([z.object({ value: z.string() }), z.object({ error: z.string() })]);
const faultsSchema = z.array(z.string()).nullable();

class WebKitPage implements BrowserPage {
  readonly version: string;
  readonly #session: ClassicSession;
  readonly #open: DisposableStack;
  readonly #earlierFaults: string[] = [];

  constructor(session: ClassicSession, open: DisposableStack) {
    this.version = session.browser;
    this.#session = session;
    this.#open = open;
  }

  async goto(url: string): Promise<void> {
    await this.#leave();
    await this.#session.post("/url", { url });
  }

  async reload(): Promise<void> {
    await this.#leave();
    await this.#session.post("/refresh", {});
  }

  async evaluate(expression: string): Promise<unknown> {
    const found = evaluatedSchema.parse(
      await this.#session.post("/execute/async", { script: scriptFor(expression), args: [] }),
    );
    if ("error" in found) throw new Error(found.error);
    return JSON.parse(found.value);
  }

  async frameText(): Promise<string> {
    await this.#session.post("/frame", { id: 0 });
    try {
      const script = "return document.body.innerText";
      return z.string().parse(await this.#session.post("/execute/sync", { script, args: [] }));
    } finally {
      await this.#session.post("/frame", { id: null });
    }
  }

  async click(at: Parameters<BrowserPage["click"]>[0]): Promise<void> {
    await this.#session.post("/actions", { actions: clickActions(at) });
  }

  async press(keys: Parameters<BrowserPage["press"]>[0]): Promise<void> {
    await this.#session.post("/actions", { actions: keyActions(keys) });
  }

  async resize({ width, height }: Look["viewport"]): Promise<void> {
    if (!this.#session.canResize) return;
    await this.#session.post("/window/rect", { width, height });
    await this.evaluate(untilWide(width));
  }

  async screenshot(): Promise<Buffer> {
    // What is drawn lags behind the page.
    await this.evaluate(
      "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(() => null)",
    );
    return Buffer.from(z.string().parse(await this.#session.get("/screenshot")), "base64");
  }

  async faults(): Promise<readonly string[]> {
    return [...this.#earlierFaults, ...(faultsSchema.parse(await this.evaluate("window.keptFaults")) ?? [])];
  }

  async close(): Promise<void> {
    await this.#session.end().finally(() => this.#open.dispose());
  }

  /** What the page that is left behind said goes with it. */
  async #leave(): Promise<void> {
    this.#earlierFaults.push(...(faultsSchema.parse(await this.evaluate("window.keptFaults")) ?? []));
  }
}

interface Driven {
  readonly driver: string;
  readonly env: Readonly<Record<string, string>>;
  readonly capabilities: object;
}

/** @param open what ends with the page; the driver joins it. */
const drive = async ({ driver, env, capabilities }: Driven, open: DisposableStack): Promise<BrowserPage> => {
  const port = await freePort();
  open.use(await startProgram({ command: driver, args: [`--port=${port}`], env }));
  return new WebKitPage(await ClassicSession.open(`http://127.0.0.1:${port}`, capabilities), open);
};

const scriptsWhileLoading =
  "what goes wrong in a page's scripts while it is being loaded: its driver does not tell";

const gtkDriver = "/usr/bin/WebKitWebDriver";
const gtkDisplay = "/usr/bin/Xvfb";
const gtkBrowser = (): string | undefined => globSync("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")[0];

/** Else the browser's own buttons keep its window wider than a phone. */
const narrowStyle = `
headerbar, toolbar, button, entry, box, image { min-width: 0; padding: 0; margin: 0 }
button image { -gtk-icon-transform: scale(0.3) }
`;

/** A folder as XDG_CONFIG_HOME names it. */
const gtkSettings = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "webkitgtk-"));
  mkdirSync(join(folder, "gtk-3.0"));
  writeFileSync(join(folder, "gtk-3.0", "gtk.css"), narrowStyle);
  return folder;
};

const openGtk = (scheme: Look["scheme"]): Promise<BrowserPage> =>
  opening(async (open) => {
    const settings = gtkSettings();
    open.defer(() => rmSync(settings, { recursive: true, force: true }));
    const display = open.use(
      await startProgram({
        command: gtkDisplay,
        args: ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        says: /^(\d+)\n/,
      }),
    );
    const env = {
      DISPLAY: `:${display.said}`,
      GDK_BACKEND: "x11",
      GTK_THEME: scheme === "dark" ? "Adwaita:dark" : "Adwaita",
      XDG_CONFIG_HOME: settings,
    };
    const capabilities = { "webkitgtk:browserOptions": { binary: gtkBrowser(), args: ["--automation"] } };
    return drive({ driver: gtkDriver, env, capabilities }, open);
  });

/** The newest WebKit that Debian has, in GTK's small browser, on a screen that nobody sees. */
export const webKitGtk: Engine = {
  name: "WebKitGTK",
  packages: "webkit2gtk-driver xvfb",
  schemes: ["light", "dark"],
  untried: [
    "what only Apple's browsers have: the keyboard of iOS, VoiceOver, storage that is forgotten after seven days",
    scriptsWhileLoading,
  ],
  isInstalled: () => existsSync(gtkDriver) && existsSync(gtkDisplay) && gtkBrowser() !== undefined,
  open: openGtk,
};

const wpeDriver = "/usr/bin/WPEWebDriver";
const wpeBrowser = "/usr/bin/cog";

/** An older WebKit, near the oldest Safari that the pages are made for, without any screen. */
export const webKitWpe: Engine = {
  name: "WPE WebKit",
  packages: "wpewebkit-driver cog",
  schemes: ["light"],
  untried: [
    "the dark theme, and any other size than 800 by 600: its browser has neither",
    "the receipt as a file: it is built without downloads",
    scriptsWhileLoading,
  ],
  isInstalled: () => existsSync(wpeDriver) && existsSync(wpeBrowser),
  open: () => {
    const options = { binary: wpeBrowser, args: ["-P", "headless", "--automation"] };
    const capabilities = { "wpe:browserOptions": options };
    return opening((open) => drive({ driver: wpeDriver, env: {}, capabilities }, open));
  },
};
