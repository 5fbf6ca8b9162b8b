/** A stored text as JSON; null: it is none, or there is no text. What is published wrongly is replaced by publishing. */
export const parsedOrNull = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
};
