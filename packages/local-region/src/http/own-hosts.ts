import { isIP } from "node:net";
import { hostname } from "node:os";

/** The names that a request may have as its `Host`; may be a `Set`. */
export interface OwnHosts {
  /** `host` in lower case, with or without a port: `127.0.0.1:4040`. */
  has(host: string): boolean;
}

export interface OwnHostsOptions {
  /** The address on which the port listens. */
  readonly address: string;
  /** Other names of the address. */
  readonly names?: readonly string[];
}

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** Whether only this machine can reach what listens there. */
export const isLoopback = (address: string): boolean => /^(127\.|::1$)/.test(address);

/** As written in a URL: IPv6 in brackets. */
export const inUrl = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/** The name in a `Host`, without its port; undefined: it has none. */
const nameIn = (host: string): string | undefined => /^(\[[\da-f:.]+\]|[^:[\]]+)(?::\d+)?$/.exec(host)?.[1];

const namesOfMachine = (): string[] => {
  const [short = "", ...domain] = hostname().toLowerCase().split(".");
  return [short, `${short}.local`, [short, ...domain].join(".")];
};

/**
 * The names of a port of this machine. The owner of any other name could bind it to this address, so that the owner's page
 * counts as a page from here (DNS rebinding). That attack needs a name: where other machines are let in, any IP address is
 * accepted, because they may come through a router or a virtual machine's host.
 */
export const ownHosts = ({ address, names = [] }: OwnHostsOptions): OwnHosts => {
  const isOpen = !isLoopback(address);
  const known = new Set([
    ...loopbackNames,
    inUrl(address),
    ...names.map((name) => name.toLowerCase()),
    ...(isOpen ? namesOfMachine() : []),
  ]);
  return {
    has: (host) => {
      const name = nameIn(host);
      if (name === undefined) return false;
      return known.has(name) || (isOpen && isIP(name.replace(/^\[|\]$/g, "")) !== 0);
    },
  };
};

/** For a port on the loopback address where a name before `localhost` is a bucket's. */
export const bucketHosts: OwnHosts = {
  has: (host) => loopbackHosts.has(host) || /^[^:[\]]+\.localhost$/.test(nameIn(host) ?? ""),
};

const loopbackHosts = ownHosts({ address: "127.0.0.1" });
