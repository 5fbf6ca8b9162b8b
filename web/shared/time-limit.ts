/**
 * A signal that aborts after so many milliseconds, or with `signal`: `AbortSignal.timeout` and `AbortSignal.any` together,
 * which only browsers of 2024 and newer have.
 */
export const timeLimit = (ms: number, signal?: AbortSignal): AbortSignal => {
  const limit = new AbortController();
  const end = (): void => limit.abort();
  setTimeout(end, ms);
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end);
  return limit.signal;
};
