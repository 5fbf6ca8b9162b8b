import { readFileSync } from "node:fs";

/**
 * The token that a browser must show to open the console, from the trainer's file. @throws {Error} when it holds no
 * token.
 */
export const readConsoleToken = (file: string): string => {
  let token: string;
  try {
    token = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new Error(`The console's token can't be read from ${file}.`, { cause: error });
  }
  if (token.length >= 16 && !/\s/.test(token)) return token;
  throw new Error(
    `${file} must hold one token of at least 16 characters; \`openssl rand -hex 16\` makes one.`,
  );
};
