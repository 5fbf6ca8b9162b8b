import { isSentMark } from "./first-names.ts";

/** What a student has done in the sign-in form. */
export interface BegunForm {
  readonly text: string;
  readonly isKept: boolean;
  /** Nobody has answered it yet. */
  readonly isSent: boolean;
}

export const untouchedForm: BegunForm = { text: "", isKept: false, isSent: false };

/** Takes over the form of index.html, which a student may have used before this script was there. */
export const takeOverForm = (): BegunForm => {
  const form = document.querySelector("form");
  const field = form?.querySelector<HTMLInputElement>("input:not([type])");
  if (!form || !field) return untouchedForm;
  const isSent = form.hasAttribute(isSentMark);
  form.removeAttribute(isSentMark);
  const isKept = form.querySelector<HTMLInputElement>("[type=checkbox]")?.checked === true;
  return { text: field.value, isKept, isSent };
};
