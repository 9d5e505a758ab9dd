import { createHash, createHmac } from 'node:crypto';
import type { SignMethod } from '../../app/settings/provision.ts';

/**
 * The sign over all parameters but `sign`: names sorted by code unit, each followed by its raw value,
 * UTF-8; upper-case hex (Taobao Open Platform, "API调用方法详解").
 */
export function sign(
  parameters: Readonly<Record<string, string>>,
  secret: string,
  method: SignMethod,
): string {
  const text = Object.keys(parameters)
    .filter((name) => name !== 'sign')
    .sort()
    .map((name) => `${name}${parameters[name]}`)
    .join('');
  return digest(text, secret, method).toUpperCase();
}

function digest(text: string, secret: string, method: SignMethod): string {
  switch (method) {
    case 'md5':
      return createHash('md5').update(`${secret}${text}${secret}`, 'utf8').digest('hex');
    case 'hmac':
      return createHmac('md5', secret).update(text, 'utf8').digest('hex');
    case 'hmac-sha256':
      return createHmac('sha256', secret).update(text, 'utf8').digest('hex');
  }
}
