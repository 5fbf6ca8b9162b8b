/** Most characters (UTF-16 units, as a browser counts them) of an appeal, and of its answer: a page of text. */
export const longestAppeal = 1000;
