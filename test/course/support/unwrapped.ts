/** A mail's plain text without the line breaks inside its paragraphs. */
export const unwrapped = (text = ""): string => text.replaceAll(/(?<!\n)\n(?!\n)/g, " ");
