/**
 * The oldest browsers that the pages work in: those that have `structuredClone`, all of March 2022 or earlier, which is
 * what web/shared/floor.ts asks for. esbuild brings the syntax down to them; a test finds what they lack.
 * @see https://developer.mozilla.org/docs/Web/API/Window/structuredClone#browser_compatibility
 */
export const browserFloor = { chrome: "98", firefox: "94", safari: "15.4" } as const;

const { chrome, firefox, safari } = browserFloor;

/** For people. */
export const floorWords = `Chrome or Edge ${chrome}, Firefox ${firefox}, Safari ${safari} (iOS ${safari}) or newer`;

/** For esbuild, syntax alone. */
export const floorTargets: string[] = Object.entries(browserFloor).map(([name, version]) => name + version);
