import { isJsonArray, isObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";

/** What a Map maps over: an array's element, or an object's member with its key. */
export interface Item {
  readonly value: Json;
  readonly key?: string;
}

/** undefined: the value is neither an array nor an object. */
export const itemsIn = (value: Json): readonly Item[] | undefined => {
  if (isJsonArray(value)) return value.map((element) => ({ value: element }));
  if (!isObject(value)) return undefined;
  return Object.entries(value).map(([key, member]) => ({ key, value: member }));
};

/** The input of the item's iteration, where no ItemSelector makes another. */
export const inputOf = ({ key, value }: Item): Json =>
  key === undefined ? value : { Key: key, Value: value };
