import "../trusted-types.ts";

/** One of the two names that the page's content security policy allows (course/api/security-headers.ts). */
const policyName = "test-time-worker";
const workerPath = "/worker.js";

const trustedWorkerUrl = (): string => {
  const policy = window.trustedTypes?.createPolicy(policyName, { createScriptURL: () => workerPath });
  return policy?.createScriptURL?.(workerPath) ?? workerPath;
};

const start = async (): Promise<void> => {
  try {
    await navigator.serviceWorker.register(trustedWorkerUrl(), { scope: "/", updateViaCache: "none" });
  } catch {
    // A private window may refuse, a connection may be lost: the page works, and tries again at the next visit.
  }
};

/**
 * Makes the page open without a connection from the next visit on. Starts after the page has loaded, so that the first
 * view has the connection to itself. Does nothing where there are no workers, as on addresses without TLS.
 */
export const startWorker = (): void => {
  if ("serviceWorker" in navigator) window.addEventListener("load", () => void start(), { once: true });
};
