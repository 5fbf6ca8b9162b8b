/*
 * The page's words. The sources read the English ones; web/build puts those of the course's language in their place, so that
 * a page loads one language.
 */
export * from "../../course/words/en.ts";
