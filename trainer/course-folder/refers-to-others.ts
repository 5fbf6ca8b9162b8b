/**
 * How an answer begins that is about the other answers, in the languages that courses and imported questions are often in:
 * "None of these", "Wszystkie powyższe". Names of answers, as in "both a and b", are left to the trainer: a place does not help them.
 */
const beginnings: readonly RegExp[] = [
  /^(none|neither|any|all|both|each|every one)( of)?( the)? (above|below|these|those|them|previous|preceding|others?|other (answers|options|choices)|(answers|options|choices)( above| below)?( (is|are) .*)?)$/u,
  /^(żadn\w+|wszystkie|każd\w+|obie|oba)( z| ze)? (powyższ|poniższ|tych|nich|podan|wymienion|pozostał|odpowied|opcj)\p{L}*( (odpowied\p{L}*|opcj\p{L}*))?( (nie )?(jest|są) .*)?$/u,
  /^(keine|alle)( der| die)? (obigen|oben genannten|genannten|vorstehenden|anderen)( \w+)?$/u,
  /^(aucune|toutes) (de ces|ces|les) (réponses|options|propositions)( .*)?$/u,
  /^(ninguna|todas)( de)? las (anteriores|respuestas anteriores|opciones anteriores|demás)$/u,
];

/** Whether an answer's text, as it is written, obviously speaks of the question's other answers. */
export const refersToOthers = (text: string): boolean => {
  const words = text
    .toLowerCase()
    .replaceAll(/[*_`.,:;!?()"'“”„’]/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim();
  return beginnings.some((beginning) => beginning.test(words));
};
