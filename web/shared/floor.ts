/*
 * Runs before the page, in browsers of any age: nothing here is newer than 2009, and nothing is imported. A browser below the
 * floor (web/build/browser-floor.ts) is told so; without the place that it is rendered into, the page does not begin.
 */
function tellTooOld(page: HTMLElement | null, note: HTMLElement | null): void {
  page?.parentNode?.removeChild(page);
  note?.removeAttribute("hidden");
}

if (typeof structuredClone !== "function") {
  tellTooOld(document.getElementById("page"), document.getElementById("too-old"));
}
