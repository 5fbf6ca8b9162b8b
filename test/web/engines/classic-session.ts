import * as z from "zod";
import { answered } from "./programs.ts";

/** A command that takes longer hangs; loading a page takes seconds on a busy machine. */
const commandTimeoutMs = 60_000;

const answerSchema = z.object({ value: z.unknown() });
const faultSchema = z.object({ error: z.string(), message: z.string() });
const sessionSchema = z.object({
  sessionId: z.string(),
  capabilities: z.object({ browserName: z.string(), browserVersion: z.string() }),
});

const ask = async (method: "GET" | "POST" | "DELETE", url: string, body?: object): Promise<unknown> => {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { "content-type": "application/json" },
    signal: AbortSignal.timeout(commandTimeoutMs),
  });
  const { value } = answerSchema.parse(await response.json());
  if (response.ok) return value;
  const { error, message } = faultSchema.parse(value);
  throw new Error(
    `${method} ${new URL(url).pathname.replace(/^\/session\/[^/]+/, "")}: ${error}, ${message}`,
  );
};

/**
 * A session of a driver that speaks WebDriver over HTTP.
 *
 * @see https://www.w3.org/TR/webdriver2/#endpoints
 */
export class ClassicSession {
  /** Name and version. */
  readonly browser: string;
  readonly #url: string;

  private constructor(browser: string, url: string) {
    this.browser = browser;
    this.#url = url;
  }

  /** Waits until the driver, which was just started, listens. */
  static async open(driver: string, capabilities: object): Promise<ClassicSession> {
    await answered(() => ask("GET", `${driver}/status`));
    const { sessionId, capabilities: had } = sessionSchema.parse(
      await ask("POST", `${driver}/session`, { capabilities: { alwaysMatch: capabilities } }),
    );
    return new ClassicSession(`${had.browserName} ${had.browserVersion}`, `${driver}/session/${sessionId}`);
  }

  get(path: string): Promise<unknown> {
    return ask("GET", `${this.#url}${path}`);
  }

  post(path: string, body: object): Promise<unknown> {
    return ask("POST", `${this.#url}${path}`, body);
  }

  async end(): Promise<void> {
    await ask("DELETE", this.#url);
  }
}
