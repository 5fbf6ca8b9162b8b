/** The address that a course has for its page, in place of CloudFront's. */
export interface OwnDomain {
  /** Such as `tests.example.com`. */
  readonly name: string;
  /** Of a certificate for that name, in us-east-1, where CloudFront looks for it. */
  readonly certificateArn: string;
}

const domainName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const certificateArn = /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/;

/**
 * From `-c domain=… -c certificate=…`; undefined: the page has CloudFront's address.
 *
 * @throws {RangeError} saying what is wrong with which of them.
 */
export const ownDomainOf = (domain: unknown, certificate: unknown): OwnDomain | undefined => {
  const [name, arn] = [domain, certificate].map((value) => (value ? String(value) : undefined));
  if (name === undefined && arn === undefined) return undefined;
  if (name === undefined || arn === undefined) {
    throw new RangeError(
      "A domain of the page's own needs both: -c domain=tests.example.com -c certificate=ARN.",
    );
  }
  if (!domainName.test(name)) {
    throw new RangeError(`The domain "${name}" must be a name such as tests.example.com, in small letters.`);
  }
  if (!certificateArn.test(arn)) {
    throw new RangeError(
      `The certificate "${arn}" must be an ARN of AWS Certificate Manager in us-east-1, where CloudFront looks for it: arn:aws:acm:us-east-1:…:certificate/….`,
    );
  }
  return { name, certificateArn: arn };
};
