/** The part that both kinds of API Gateway events share: all values of each header, by its name as it was sent. */
interface WithHeaders {
  readonly multiValueHeaders: Readonly<Record<string, string[] | undefined>> | null;
}

/**
 * All values of the header `x-api-key`. A caller may send only one: with several, API Gateway looks up its cached policy by one
 * value and passes another to the authorizer, so one right key could let a wrong key in.
 */
export const apiKeysIn = ({ multiValueHeaders }: WithHeaders): string[] =>
  Object.entries(multiValueHeaders ?? {}).flatMap(([name, values = []]) =>
    name.toLowerCase() === "x-api-key" ? values : [],
  );
