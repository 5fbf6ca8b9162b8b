/** The longest text that is taken as an answer, in characters: a few lines. */
export const longestText = 1000;
