import type { TaskTokens, TokenAnswer } from "../../../tasks/runtime/tokens.ts";

/** Records the answers to waiting tasks in order. No task waits for a token in `gone`; a failure in `broken` is thrown. */
export class FakeTokens implements TaskTokens {
  readonly answers: string[] = [];
  readonly gone = new Set<string>();
  readonly broken = new Map<string, Error>();

  succeed(token: string, output: unknown): Promise<TokenAnswer> {
    return this.#answer(token, `succeed ${token} ${JSON.stringify(output)}`);
  }

  fail(token: string, error: string, cause: string): Promise<TokenAnswer> {
    return this.#answer(token, `fail ${token} ${error}: ${cause}`);
  }

  heartbeat(token: string): Promise<TokenAnswer> {
    return this.#answer(token, `heartbeat ${token}`);
  }

  async #answer(token: string, what: string): Promise<TokenAnswer> {
    this.answers.push(what);
    const failure = this.broken.get(token);
    if (failure) throw failure;
    return this.gone.has(token) ? "gone" : "taken";
  }
}
