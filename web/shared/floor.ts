/*
 * Runs before the page, in browsers of any age: nothing here is newer than 2009, and nothing is imported. In a browser that
 * is too old (web/build/browser-floor.ts) it shows a note, and removes the element that the page is rendered into, so that
 * the page does not start.
 */
function showTooOld(page: HTMLElement | null, note: HTMLElement | null): void {
  page?.parentNode?.removeChild(page);
  note?.removeAttribute("hidden");
}

if (typeof structuredClone !== "function") {
  showTooOld(document.getElementById("page"), document.getElementById("too-old"));
}
