/** What floor.ts has found, for scripts of the page itself. */
export const isTooOld = (): boolean => document.documentElement.classList.contains("too-old");
