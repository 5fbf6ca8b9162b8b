import * as z from "zod";
import { startTimeoutMs } from "./programs.ts";

const messageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("success"), id: z.number(), result: z.unknown() }),
  z.object({ type: z.literal("error"), id: z.number().nullable(), error: z.string(), message: z.string() }),
  z.object({ type: z.literal("event"), method: z.string(), params: z.unknown() }),
]);

type Answer = Exclude<z.output<typeof messageSchema>, { type: "event" }>;

/** A call that takes longer hangs; loading a page takes seconds on a busy machine. */
const callTimeoutMs = 60_000;

/**
 * A connection to a browser that speaks WebDriver BiDi.
 *
 * @see https://www.w3.org/TR/webdriver-bidi/
 */
export class BidiSession implements Disposable {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #calls = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) =>
      this.#take(messageSchema.parse(JSON.parse(String(data)))),
    );
  }

  static open(url: string): Promise<BidiSession> {
    const socket = new WebSocket(url);
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error(`No connection to ${url}.`));
      const timer = setTimeout(fail, startTimeoutMs);
      socket.addEventListener("error", fail);
      socket.addEventListener("open", () => {
        clearTimeout(timer);
        resolve(new BidiSession(socket));
      });
    });
  }

  /** @throws {Error} when the browser refuses, or does not answer in time. */
  call(method: string, params: object): Promise<unknown> {
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`${method} was not answered within ${callTimeoutMs / 1000} s.`));
      }, callTimeoutMs);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        if (answer.type === "success") resolve(answer.result);
        else reject(new Error(`${method}: ${answer.error}, ${answer.message}`));
      });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** One listener an event. */
  onEvent(method: string, listener: (params: unknown) => void): void {
    this.#listeners.set(method, listener);
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #take(message: z.output<typeof messageSchema>): void {
    if (message.type === "event") {
      this.#listeners.get(message.method)?.(message.params);
      return;
    }
    const waiting = message.id === null ? undefined : this.#waiting.get(message.id);
    if (message.id !== null) this.#waiting.delete(message.id);
    waiting?.(message);
  }
}
