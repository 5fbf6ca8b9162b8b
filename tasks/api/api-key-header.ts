/** What both kinds of events of API Gateway have: all values of each header, by its name as it was sent. */
interface WithHeaders {
  readonly multiValueHeaders: Readonly<Record<string, string[] | undefined>> | null;
}

/**
 * Each value that came in a header `x-api-key`. A caller has one: API Gateway looks up its cached policy by one of several
 * values and hands another to the authorizer, so that a right key beside another would vouch for that one.
 */
export const apiKeysIn = ({ multiValueHeaders }: WithHeaders): string[] =>
  Object.entries(multiValueHeaders ?? {}).flatMap(([name, values = []]) =>
    name.toLowerCase() === "x-api-key" ? values : [],
  );
