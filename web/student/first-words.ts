/*
 * The words that the first visit needs: what is shown until somebody has signed in, and what the server may answer to
 * that. web/build gives them apart from all others, which come with the views.
 */
export { api, locale, page, refusals, signIn, time } from "../../course/words/en.ts";
