import { isIP } from "node:net";
import { hostname } from "node:os";

/** What a request may name as its `Host`. A `Set` of such is one, too. */
export interface OwnHosts {
  /** `host` in lower case, with or without a port: `127.0.0.1:4040`. */
  has(host: string): boolean;
}

export interface OwnHostsOptions {
  /** That the port listens on. */
  readonly address: string;
  /** Other names that people know the address by. */
  readonly names?: readonly string[];
}

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** Whether only this machine reaches what listens there. */
export const isLoopback = (address: string): boolean => /^(127\.|::1$)/.test(address);

/** As it stands in an address: IPv6 in brackets. */
export const inUrl = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/** The name in a `Host`, without its port; undefined: it is none. */
const nameIn = (host: string): string | undefined => /^(\[[\da-f:.]+\]|[^:[\]]+)(?::\d+)?$/.exec(host)?.[1];

const namesOfMachine = (): string[] => {
  const [short = "", ...domain] = hostname().toLowerCase().split(".");
  return [short, `${short}.local`, [short, ...domain].join(".")];
};

/**
 * The names of a port of this machine. Any other may have been bound to its address by whoever owns the name, so that a page
 * of theirs counts as one from here (DNS rebinding). That takes a name: where others are let in, any IP address is good, as
 * they may come through a router or a virtual machine's host.
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

/** Of a port on the loopback address where a name before `localhost` is a bucket's. */
export const bucketHosts: OwnHosts = {
  has: (host) => loopbackHosts.has(host) || /^[^:[\]]+\.localhost$/.test(nameIn(host) ?? ""),
};

const loopbackHosts = ownHosts({ address: "127.0.0.1" });
