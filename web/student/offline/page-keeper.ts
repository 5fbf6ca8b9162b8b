/** The page as its worker was built with it. */
export interface KeptPage {
  /** Different for each state of the page. */
  readonly version: string;
  /** Paths of all its files but `index.html`, such as `/main-4F2C01AB.js`. */
  readonly files: readonly string[];
  /** Those that `index.html` names. Scripts name the others, in names that hold the content's hash. */
  readonly named: readonly string[];
}

/** The part of the browser's Cache that is used here. */
export interface FileCache {
  match(path: string): Promise<Response | undefined>;
  put(path: string, response: Response): Promise<void>;
}

/** The part of the browser's CacheStorage that is used here. */
export interface FileCaches {
  open(name: string): Promise<FileCache>;
  keys(): Promise<string[]>;
  delete(name: string): Promise<boolean>;
}

/** The part of a Request that decides. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly mode: string;
}

export interface PageKeeperSettings<R extends Asked> {
  readonly page: KeptPage;
  readonly caches: FileCaches;
  readonly origin: string;
  /** Loads from the server, not from a cache that may be old. */
  readonly load: (path: string) => Promise<Response>;
  readonly passOn: (request: R) => Promise<Response>;
  /** Resolves when the server has had enough time for its first byte. */
  readonly patience: () => Promise<void>;
}

const indexPath = "/";
const cachePrefix = "test-time-page-";

/**
 * Keeps the page on the device, so that it opens without a connection. All its files are kept at once when a version is
 * installed, and nothing else ever: no answer of the API, and no address, which might hold a key.
 */
export class PageKeeper<R extends Asked> {
  readonly #settings: PageKeeperSettings<R>;
  readonly #cacheName: string;

  constructor(settings: PageKeeperSettings<R>) {
    this.#settings = settings;
    this.#cacheName = `${cachePrefix}${settings.page.version}`;
  }

  /** @throws Error when a file can't be loaded, or the server's `index.html` is of another version than this one. */
  async keep(): Promise<void> {
    const { page, caches } = this.#settings;
    const loaded = await Promise.all([indexPath, ...page.files].map((path) => this.#loadWhole(path)));
    const html = await loaded[0]?.response.clone().text();
    const missing = page.named.find((path) => !html?.includes(path));
    if (missing !== undefined) throw new Error(`The server's index.html does not name ${missing}.`);
    const cache = await caches.open(this.#cacheName);
    for (const { path, response } of loaded) await cache.put(path, response);
  }

  /** Removes what earlier versions kept. */
  async dropOthers(): Promise<void> {
    const { caches } = this.#settings;
    const others = (await caches.keys()).filter(
      (name) => name.startsWith(cachePrefix) && name !== this.#cacheName,
    );
    await Promise.all(others.map((name) => caches.delete(name)));
  }

  /** null: not a request for the page; the browser goes on as if there were no worker. */
  answer(request: R): Promise<Response> | null {
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== this.#settings.origin) return null;
    if (request.mode === "navigate") return pathname === indexPath ? this.#index(request) : null;
    return this.#settings.page.files.includes(pathname) ? this.#file(pathname, request) : null;
  }

  async #loadWhole(path: string): Promise<{ path: string; response: Response }> {
    const response = await this.#settings.load(path);
    if (response.ok) return { path, response };
    throw new Error(`${path}: the server answers ${response.status}.`);
  }

  /** The server's, so that a changed page is seen at once; the kept one when the server is silent, slow or broken. */
  async #index(request: R): Promise<Response> {
    const { passOn, patience } = this.#settings;
    const kept = await this.#kept(indexPath);
    if (!kept) return passOn(request);
    const silent = () => undefined;
    const fresh = await Promise.race([passOn(request).catch(silent), patience().then(silent)]);
    return fresh !== undefined && fresh.status < 500 ? fresh : kept;
  }

  /** Kept files are named by their content: the server's are the same. */
  async #file(path: string, request: R): Promise<Response> {
    return (await this.#kept(path)) ?? this.#settings.passOn(request);
  }

  async #kept(path: string): Promise<Response | undefined> {
    const cache = await this.#settings.caches.open(this.#cacheName);
    return cache.match(path);
  }
}
