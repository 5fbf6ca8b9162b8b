/*
 * The page's words. The sources read the English ones; web/build puts those of the course's language in their place, so that
 * a page loads one language. What is loaded at the first visit imports `first-words.ts`.
 */

export {
  appeal,
  calendarLink,
  changed,
  discard,
  list,
  passed,
  question,
  receipt,
  reminders,
  review,
  score,
  take,
} from "../../course/words/en.ts";
export * from "./first-words.ts";
