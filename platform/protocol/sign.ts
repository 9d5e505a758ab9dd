import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The text that is signed: every parameter but `sign`, name and raw value, in code unit order. */
function signedText(params: ReadonlyMap<string, string>): string {
  return [...params.keys()]
    .filter((name) => name !== 'sign')
    .sort()
    .map((name) => name + params.get(name))
    .join('');
}

/** The sign these parameters must carry. Undefined when the platform has no such sign method. */
export function expectedSign(
  params: ReadonlyMap<string, string>,
  signMethod: string | undefined,
  appSecret: string,
): string | undefined {
  const text = signedText(params);
  switch (signMethod) {
    case 'md5':
      return createHash('md5')
        .update(`${appSecret}${text}${appSecret}`)
        .digest('hex')
        .toUpperCase();
    case 'hmac':
      return createHmac('md5', appSecret).update(text).digest('hex').toUpperCase();
    case 'hmac-sha256':
      return createHmac('sha256', appSecret).update(text).digest('hex').toUpperCase();
    default:
      return undefined;
  }
}

/** Whether the parameters carry the sign that the secret gives them. */
export function isSignedBy(params: ReadonlyMap<string, string>, appSecret: string): boolean {
  const expected = expectedSign(params, params.get('sign_method'), appSecret);
  if (expected === undefined) return false;
  const wanted = Buffer.from(expected);
  const given = Buffer.from(params.get('sign') ?? '');
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
