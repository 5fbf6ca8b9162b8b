/** The sender's address, its domain, and the domains above: SES uses the first that is an identity. */
const identitiesOf = (sender: string): string[] => {
  const domain = sender.slice(sender.lastIndexOf("@") + 1).split(".");
  return [sender, ...domain.map((_, i) => domain.slice(i).join("."))];
};

/**
 * The default configuration set of a sender's identity.
 *
 * @param sets by identity, an address or a domain; undefined: it has no default set.
 */
export const configurationSetIn = (
  sets: ReadonlyMap<string, string | undefined>,
  sender: string,
): string | undefined => {
  const identity = identitiesOf(sender).find((one) => sets.has(one));
  return identity === undefined ? undefined : sets.get(identity);
};
