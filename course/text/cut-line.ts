/** A line of so many characters (UTF-16 units) at most; that there are more is shown. None is cut in half. */
export const cutLine = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).replace(/\p{Cs}$/u, "")}…` : text;
