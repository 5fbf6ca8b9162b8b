import * as z from "zod";
import { answered } from "./programs.ts";

/** A command that takes longer hangs; loading a page takes seconds on a busy machine. */
const commandTimeoutMs = 60_000;

const answerSchema = z.object({ value: z.unknown() });
const faultSchema = z.object({ error: z.string(), message: z.string() });
const sessionSchema = z.object({
  sessionId: z.string(),
  capabilities: z.object({ browserName: z.string(), browserVersion: z.string(), setWindowRect: z.boolean() }),
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
  /** Whether its window can be of another size. */
  readonly canResize: boolean;
  readonly #url: string;

  private constructor({ sessionId, capabilities }: z.output<typeof sessionSchema>, driver: string) {
    this.browser = `${capabilities.browserName} ${capabilities.browserVersion}`;
    this.canResize = capabilities.setWindowRect;
    this.#url = `${driver}/session/${sessionId}`;
  }

  /** Waits until the driver, which was just started, listens. */
  static async open(driver: string, capabilities: object): Promise<ClassicSession> {
    await answered(() => ask("GET", `${driver}/status`));
    const session = await ask("POST", `${driver}/session`, {
      capabilities: { alwaysMatch: { ...capabilities, timeouts: { script: commandTimeoutMs } } },
    });
    return new ClassicSession(sessionSchema.parse(session), driver);
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
