import type { KeyValues } from "./device.ts";

/** Values that last as long as the page is open. */
export const inMemory = (): KeyValues => {
  const values = new Map<string, string>();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
  };
};

/**
 * Storage of the browser that never throws: where it is switched off or full, values are kept in memory and `onFailure`
 * is called, because the student must know before the page is closed.
 */
export const carefulStorage = (open: () => KeyValues, onFailure: () => void): KeyValues => {
  const memory = inMemory();
  const attempt = <T>(use: (values: KeyValues) => T, otherwise: T): T => {
    try {
      return use(open());
    } catch {
      onFailure();
      return otherwise;
    }
  };
  return {
    getItem: (name) => memory.getItem(name) ?? attempt((values) => values.getItem(name), null),
    setItem(name, value) {
      const isKept = attempt((values) => {
        values.setItem(name, value);
        return true;
      }, false);
      if (isKept) memory.removeItem(name);
      else memory.setItem(name, value);
    },
    removeItem(name) {
      memory.removeItem(name);
      attempt((values) => values.removeItem(name), undefined);
    },
  };
};
