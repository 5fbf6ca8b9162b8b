/*
 * Runs before the page, in browsers of any age: nothing here is newer than 2009, and nothing is imported that is. In a browser
 * that is too old (web/build/browser-floor.ts) the page does not start (web/shared/too-old.ts), and theme.css shows a note
 * in its place.
 */
if (typeof structuredClone !== "function") document.documentElement.className = "too-old";
