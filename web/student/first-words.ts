/*
 * The words that the first visit needs: what is shown until somebody has signed in, what the server may answer to
 * that, and how answers that a device keeps are said. web/build gives them apart from all others, which come with the views.
 */
export { api, locale, page, question, refusals, signIn, time } from "../../course/words/en.ts";
