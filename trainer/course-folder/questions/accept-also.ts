import * as z from "zod";

/*
 * `acceptAlso` is how a trainer mends a key after the test was asked: it has the form of the type's right answer, alone or as a
 * list of several.
 */

/** One, or a list of several; always read as a list. Left out: none. */
export const oneOrMore = <S extends z.ZodType>(each: S) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(each).min(1));

/** As `oneOrMore`, where one is a list itself. */
export const listOrMore = <S extends z.ZodType>(each: S) =>
  z.preprocess(
    (value) => (Array.isArray(value) && value.every(Array.isArray) ? value : [value]),
    z.array(each).min(1),
  );

export const also = <T>(acceptAlso: readonly T[] | undefined): { acceptAlso?: T[] } =>
  acceptAlso === undefined ? {} : { acceptAlso: [...acceptAlso] };
