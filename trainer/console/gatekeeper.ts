import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** The console's port. It refuses requests from pages of other sites, and requests under foreign names. */
export interface ConsoleDoor {
  /**
   * @param takesVisitors whether a link on another site's page may lead here.
   * @returns undefined: let in.
   */
  rejectionOf(
    request: IncomingMessage,
    rules: { readonly takesVisitors: boolean },
  ): Pick<Rejection, "status" | "sentence"> | undefined;
}

export interface GatekeeperOptions {
  readonly door: ConsoleDoor;
  /**
   * The token that a browser must show.
   * @default - none; for the loopback address only
   */
  readonly token?: string | undefined;
}

/** The answer for a caller that is not let in. */
export interface Rejection {
  readonly status: number;
  readonly sentence: string;
  /** The answer is the page that asks for the token, rather than the sentence. */
  readonly isSignIn?: boolean;
}

/** Sent with every call that is more than a page load. No other site's page can set it without being asked first. */
export const callHeader = "x-trainer-console";

/** With the port that the browser named: it keeps one set of cookies for a host, whatever the port. */
const cookieName = ({ headers }: IncomingMessage): string =>
  `trainer-console-${/:(\d+)$/.exec(headers.host ?? "")?.[1] ?? "80"}`;

const isPagePath = (pathname: string): boolean => !pathname.startsWith("/console/api/");

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const cookieOf = (request: IncomingMessage): string | undefined => {
  const start = `${cookieName(request)}=`;
  const pairs = (request.headers.cookie ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(start))?.slice(start.length);
};

/**
 * Decides who may use the console: this machine's own pages, under a name that is its own, with the token if there is one.
 * The console acts with the owner's rights, so it refuses everything that is not surely from its own page.
 */
export class Gatekeeper {
  readonly #options: GatekeeperOptions;

  constructor(options: GatekeeperOptions) {
    this.#options = options;
  }

  /** @param target path and query asked for. */
  check(request: IncomingMessage, target: URL): Rejection | undefined {
    return (
      this.#checkCaller(request, target) ?? this.#checkToken(request, target) ?? this.#checkHeader(request)
    );
  }

  /** A link may lead to the page, never to the data that it reads. */
  #checkCaller(request: IncomingMessage, { pathname }: URL): Rejection | undefined {
    return this.#options.door.rejectionOf(request, { takesVisitors: isPagePath(pathname) });
  }

  #checkHeader({ method, headers }: IncomingMessage): Rejection | undefined {
    if (method === "GET" || method === "HEAD" || headers[callHeader] !== undefined) return undefined;
    return { status: 403, sentence: `A call that changes something needs the header ${callHeader}.` };
  }

  #checkToken(request: IncomingMessage, { pathname }: URL): Rejection | undefined {
    const { token } = this.#options;
    if (token === undefined) return undefined;
    const isPage = isPagePath(pathname);
    const isSignIn = isPage && request.method === "POST";
    if (!isSignIn && isSame(cookieOf(request) ?? "", this.#cookieValue(token))) return undefined;
    const sentence = "Reload the page: the console asks for its token.";
    return { status: 401, sentence, isSignIn: isPage };
  }

  /** The cookie for a browser that showed this token; undefined: the token is wrong, or none is needed. */
  cookieFor(shown: string, request: IncomingMessage): string | undefined {
    const { token } = this.#options;
    if (token === undefined || !isSame(shown, token)) return undefined;
    return `${cookieName(request)}=${this.#cookieValue(token)}; Path=/console; HttpOnly; SameSite=Strict`;
  }

  /** The token may hold characters that a cookie may not, and the browser need not store the token itself. */
  #cookieValue(token: string): string {
    return createHash("sha256").update(`console cookie ${token}`).digest("hex");
  }
}
