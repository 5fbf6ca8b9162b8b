/*
 * Runs before the first paint, in browsers of any age, as floor.ts does. The sign-in form stands in index.html, so it is there
 * with the first paint, while the page's script still loads: whoever needs no form must not see it flash by, and a key that is
 * sent meanwhile must not get lost. If that script never comes, somebody must say so.
 */
import "../shared/floor.ts";

/** Of first-names.ts, filled in when the page is built: a module's constants are too new for this script. */
declare global {
  var keyName: string;
  var isSentMark: string;
}

function hasKey(): boolean {
  try {
    return sessionStorage.getItem(keyName) !== null || localStorage.getItem(keyName) !== null;
  } catch {
    return false;
  }
}

/** A link that signs in by itself, or one to turn mails off. */
function needsNoKey(hash: string): boolean {
  return /^#\/reminders\/|[#&]key=/.test(hash);
}

if (document.documentElement.className === "" && (needsNoKey(location.hash) || hasKey())) {
  document.documentElement.className = "waiting";
}

/** The page's script takes it away when it begins (main.tsx). */
function hasBegun(): boolean {
  return !document.getElementById("waiting");
}

/** A script that comes later takes the words away again. */
function sayIfNotLoaded(): void {
  var root = document.documentElement;
  if (!hasBegun() && !/too-old|not-loaded/.test(root.className)) root.className += " not-loaded";
}

/** Longer than the page takes over a slow line. */
var mostLoadingMs = 15000;

// All scripts have run by then, or could not be loaded; a server that does not answer holds it up.
window.addEventListener("load", sayIfNotLoaded);
setTimeout(sayIfNotLoaded, mostLoadingMs);

document.addEventListener("submit", (event) => {
  if (hasBegun()) return;
  event.preventDefault();
  if (event.target instanceof Element) event.target.setAttribute(isSentMark, "");
});
