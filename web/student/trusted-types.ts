/** What a policy of Trusted Types makes of a text, for the two places of the page that need it. */
interface Rules {
  readonly createScriptURL?: (url: string) => string;
  readonly createHTML?: (html: string) => string;
}

declare global {
  interface Window {
    /** Left out by browsers that have none: they take texts as they are. */
    readonly trustedTypes?: { createPolicy(name: string, rules: Rules): Rules };
  }
}

export {};
