/** What a backslash protects; `\n` is a line end. */
const protectedSigns = "\\:#={}~n";

/** Stand for protected signs while a question is taken apart; Unicode promises that no text holds them. */
const first = 0xfdd0;

export const hideEscapes = (text: string): string =>
  text.replaceAll(/\\([\\:#={}~n])/g, (_, sign: string) =>
    String.fromCharCode(first + protectedSigns.indexOf(sign)),
  );

export const showEscapes = (text: string): string =>
  text.replaceAll(/[\ufdd0-\ufdd7]/g, (sign) => {
    const shown = protectedSigns.charAt(sign.charCodeAt(0) - first);
    return shown === "n" ? "\n" : shown;
  });
