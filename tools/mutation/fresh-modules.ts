import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const queryOf = (number: number): string => `?load=${number}`;

/** A load that has some modules for itself and shares all others with an earlier load. */
interface PartOfLoad {
  /** Paths of its own modules. */
  readonly own: ReadonlySet<string>;
  readonly others: number;
}

/**
 * Imports modules below a folder more than once. The URL of each has a query, the same in one load, that goes from the
 * importing module to the imported one. Packages are loaded once for all.
 */
export class FreshModules {
  readonly #root: string;
  readonly #standIns: Readonly<Record<string, string>>;
  readonly #sources = new Map<string, string>();
  readonly #partial = new Map<string, PartOfLoad>();

  /** @param standIns URLs of modules to be imported in place of packages */
  constructor(folder: string, standIns: Readonly<Record<string, string>>) {
    this.#root = `${pathToFileURL(folder).href}/`;
    this.#standIns = standIns;
    registerHooks({
      resolve: (specifier, context, next) => {
        const load = this.#loadOf(context.parentURL);
        if (load === "") return next(specifier, context);
        const standIn = this.#standIns[specifier];
        if (standIn !== undefined) return { url: standIn, shortCircuit: true };
        const resolved = next(specifier, context);
        return resolved.url.startsWith(this.#root)
          ? { ...resolved, url: this.#inLoad(resolved.url, load) }
          : resolved;
      },
      load: (url, context, next) =>
        this.#loadOf(url) !== "" && new URL(url).pathname.endsWith(".ts")
          ? { format: "module", source: this.#sourceOf(fileURLToPath(url)), shortCircuit: true }
          : next(url, context),
    });
  }

  /** @param part left out: the load has all modules for itself */
  import(path: string, number: number, part?: PartOfLoad): Promise<unknown> {
    const load = queryOf(number);
    if (part !== undefined) this.#partial.set(load, part);
    return import(`${new URL(path, this.#root).href}${load}`);
  }

  #loadOf(url: string | undefined): string {
    return url?.startsWith(this.#root) ? new URL(url).search : "";
  }

  #inLoad(url: string, load: string): string {
    const part = this.#partial.get(load);
    const isOwn = part === undefined || part.own.has(url.slice(this.#root.length));
    return `${url}${isOwn ? load : queryOf(part.others)}`;
  }

  /** TypeScript without its types. To take them away is most of the work of a load. */
  #sourceOf(path: string): string {
    const kept = this.#sources.get(path);
    if (kept !== undefined) return kept;
    const source = stripTypeScriptTypes(readFileSync(path, "utf8"));
    this.#sources.set(path, source);
    return source;
  }
}
