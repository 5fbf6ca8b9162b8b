/** Plain text is read where lines are not wrapped, such as in a terminal of 80 columns, and quoted there. */
const columns = 76;

/** Broken between words into lines that fit; a longer word, such as an address, has a line of its own. */
export const wrapped = (text: string, indent = ""): string =>
  text
    .split("\n")
    .map((line) => wrapLine(line, columns - indent.length).join(`\n${indent}`))
    .join(`\n${indent}`);

const wrapLine = (line: string, width: number): string[] => {
  const lines: string[] = [];
  let last = "";
  for (const word of line.split(" ")) {
    const longer = last === "" ? word : `${last} ${word}`;
    if (last !== "" && longer.length > width) {
      lines.push(last);
      last = word;
    } else last = longer;
  }
  return [...lines, last];
};
