/** Whether so many pairs stand the other way round that an odd number of exchanges leads from one order to the other. */
export const isOddOrder = <T>(from: readonly T[], to: readonly T[]): boolean => {
  const places = to.map((each) => from.indexOf(each));
  const turned = places.flatMap((place, index) => places.slice(index + 1).filter((later) => later < place));
  return turned.length % 2 === 1;
};

/** The order itself, or with its last two exchanged, so that an odd number of exchanges leads from one to the other. */
export const oddOrder = <T>(from: readonly T[], to: readonly T[]): T[] =>
  isOddOrder(from, to) ? [...to] : exchanged(to);

/**
 * As `oddOrder`, with an even number. Where answers are published in an odd order of the right one, every even order of them
 * is an odd one of the right one too, so that no student sees the right one, and who shuffles need not know it.
 */
export const evenOrder = <T>(from: readonly T[], to: readonly T[]): T[] =>
  isOddOrder(from, to) ? exchanged(to) : [...to];

const exchanged = <T>(order: readonly T[]): T[] => [...order.slice(0, -2), ...order.slice(-2).toReversed()];
