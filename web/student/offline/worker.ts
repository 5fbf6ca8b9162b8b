import { type KeptPage, PageKeeper } from "./page-keeper.ts";

declare const self: ServiceWorkerGlobalScope;

/** Filled in when the page is built. */
declare const keptPage: KeptPage;

/** A slow phone has its answer within this time; a student without a connection would not wait much longer. */
const patienceMs = 3000;

const keeper = new PageKeeper<Request>({
  page: keptPage,
  caches: self.caches,
  origin: self.location.origin,
  load: (path) => fetch(path, { cache: "no-cache", credentials: "omit", redirect: "error" }),
  passOn: (request) => fetch(request),
  patience: () => new Promise((end) => setTimeout(end, patienceMs)),
});

self.addEventListener("install", (event) => {
  // A page that is open has all its files: the new version need not wait until it is closed.
  event.waitUntil(keeper.keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(keeper.dropOthers()));

self.addEventListener("fetch", (event) => {
  const answer = keeper.answer(event.request);
  if (answer) event.respondWith(answer);
});
