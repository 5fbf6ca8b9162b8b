import { useEffect, useState } from "preact/hooks";

/** The state that is open is kept in the address, after the view: `#/runs/x?state=Open%20run`. */
const pattern = /\?state=(.*)$/;

export const stateIn = (hash: string): string | undefined => {
  const [, name] = pattern.exec(hash) ?? [];
  if (name === undefined) return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
};

/** The address of this view with that state open. */
export const withState = (hash: string, name: string): string =>
  `${hash.replace(pattern, "")}?state=${encodeURIComponent(name)}`;

export const withoutState = (hash: string): string => hash.replace(pattern, "");

/** The address after `#`, as it is now. */
export const useHash = (): string => {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const look = (): void => setHash(location.hash);
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  return hash;
};
