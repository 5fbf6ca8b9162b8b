/**
 * How every client of a task calls AWS. There is one client a service and environment, each in a file of its own, so that
 * a function's bundle holds only those it uses; connections are kept alive between invocations. The SDK's own environment
 * variables say where the services are and who calls.
 *
 * Every call is bounded: three attempts of at most 2.5 s and the SDK's backoff of at most 0.3 s between them end before
 * the API's functions do, after 10 s.
 */
export const requestHandler = {
  connectionTimeout: 1_000,
  requestTimeout: 2_500,
  throwOnRequestTimeout: true,
} as const;

export const maxAttempts = 3;

/** Nothing changes a client's middleware once it is made, so that each kind of call resolves it once. */
export const cacheMiddleware = true;
