let hasAsked = false;

/**
 * Asks the browser, once a visit, not to delete what this page keeps when it needs room. Called when there is something to
 * lose, because some browsers ask the student. A browser may still forget after days without a visit, as Safari does.
 *
 * @see https://storage.spec.whatwg.org/#persistence
 */
export const askToKeep = (): void => {
  if (hasAsked) return;
  hasAsked = true;
  void persist();
};

const persist = async (): Promise<void> => {
  try {
    await navigator.storage?.persist?.();
  } catch {
    // Without it answers are kept as before.
  }
};
