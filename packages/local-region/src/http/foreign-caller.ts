import type { IncomingMessage } from "node:http";
import type { OwnHosts } from "./own-hosts.ts";

/** The refusal that a caller gets instead of an answer. */
export interface Rejection {
  /** 421: wrong host name; 403: from a page of another site. */
  readonly status: 421 | 403;
  readonly sentence: string;
}

export interface DoorRules {
  readonly hosts: OwnHosts;
  /**
   * Whether a link on another site's page may lead here. The browser shows the target in its window, where the other page
   * can't read it.
   */
  readonly takesVisitors: boolean;
}

/** A page that frames another can trick people into clicking in it. */
const framed: ReadonlySet<string | undefined> = new Set([
  "iframe",
  "frame",
  "embed",
  "object",
  "fencedframe",
]);

const isVisit = ({ method, headers }: Pick<IncomingMessage, "method" | "headers">): boolean =>
  (method === "GET" || method === "HEAD") &&
  headers["sec-fetch-mode"] === "navigate" &&
  !framed.has(headers["sec-fetch-dest"]?.toString());

/**
 * The one rule of every port: it refuses requests that a page of another site makes the browser send, and requests under a
 * name that isn't the port's own. Another port of this machine is another site. Programs send neither `Origin` nor
 * `Sec-Fetch-Site`; a page can't leave them out.
 *
 * @returns the refusal; undefined: let in.
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export const rejectForeign = (
  request: Pick<IncomingMessage, "method" | "headers">,
  { hosts, takesVisitors }: DoorRules,
): Rejection | undefined => {
  const { origin, host = "", "sec-fetch-site": site } = request.headers;
  const name = host.toLowerCase();
  if (!hosts.has(name)) {
    return { status: 421, sentence: `This port has no name "${host}".` };
  }
  const isForeignOrigin = origin !== undefined && ![`http://${name}`, `https://${name}`].includes(origin);
  const isForeignSite = site !== undefined && site !== "same-origin" && site !== "none";
  if (!isForeignOrigin && (!isForeignSite || (takesVisitors && isVisit(request)))) return undefined;
  return { status: 403, sentence: "This port takes no calls from pages of other sites." };
};
