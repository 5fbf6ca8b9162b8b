/** Of Trusted Types, what is used here; a browser takes what the policy gives back where it takes a script's address. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

declare global {
  interface Window {
    readonly trustedTypes?: TrustedTypes;
  }
}

/** The one name that the page's content security policy allows (course/security-headers.ts). */
const policyName = "test-time-worker";
const workerPath = "/worker.js";

const trustedWorkerUrl = (): string => {
  const policy = window.trustedTypes?.createPolicy(policyName, { createScriptURL: () => workerPath });
  return policy?.createScriptURL(workerPath) ?? workerPath;
};

const start = async (): Promise<void> => {
  try {
    await navigator.serviceWorker.register(trustedWorkerUrl(), { scope: "/", updateViaCache: "none" });
  } catch {
    // A private window may refuse, a connection may be lost: the page works, and tries again at the next visit.
  }
};

/**
 * Lets the page be opened without a connection from its next visit on. Begins when the page stands, so that the first view
 * shares its connection with nothing. Where a browser has no workers, as on addresses without TLS, nothing happens.
 */
export const startWorker = (): void => {
  if ("serviceWorker" in navigator) window.addEventListener("load", () => void start(), { once: true });
};
