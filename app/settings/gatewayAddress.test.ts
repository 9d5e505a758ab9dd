import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatewayAddress } from './gatewayAddress.ts';

const isTaken = (text: string) => gatewayAddress.safeParse(text).success;

/** Where a program calls that is handed this text: the rules of browsers (WHATWG URL), which Electron follows. */
const calledBy = (text: string) => new URL(text);

/** What an address is made of, and what makes one deceive. */
const PIECES = [
  ...[
    'https://',
    'http://',
    'HTTPS:',
    '//',
    '/',
    '\\',
    ':',
    '@',
    '#',
    '?',
    '.',
    '..',
    '-',
    '_',
    '%',
  ],
  ...[
    'gw.api.taobao.com',
    'evil.example',
    'localhost',
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '0177.0.0.1',
  ],
  ...[
    '2130706433',
    '1.2.3.256',
    '[::1]',
    '[2001:db8::1]',
    '[::ffff:1.2.3.4]',
    '[:::]',
    '[1]',
    'xn--',
    'xn--a',
  ],
  ...[
    ':443',
    ':80',
    ':0443',
    ':65535',
    ':65536',
    ':99999',
    ':0',
    'rest',
    'router/rest',
    'user:pw',
    '=&',
  ],
  ...[
    '\u0430',
    '\u00ad',
    '\u202e',
    '\u3002',
    '\uff0e',
    '\u2100',
    '\t',
    '\n',
    ' ',
    '\0',
    '\u200b',
    'ß',
    '\ud800',
  ],
];

const anyAddress = fc.oneof(
  fc
    .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 })
    .map((parts) => `https://${parts.join('')}`),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => `https://gw.example${text}`),
);

describe('the address of a gateway', () => {
  test('what somebody reads in an address that is taken is the origin that is called', () => {
    let taken = 0;
    fc.assert(
      fc.property(anyAddress, (text) => {
        if (!isTaken(text)) return;
        taken += 1;
        const called = calledBy(text);
        const [, scheme, authority = ''] = /^(https?):\/\/([^/?]*)/i.exec(text) ?? [];
        expect(`${scheme?.toLowerCase()}:`).toBe(called.protocol);
        expect([called.username, called.password, called.hash]).toEqual(['', '', '']);
        // An address of IP version 6 has many ways to be written; they all are the same host.
        if (authority.startsWith('[')) return;
        const usual = called.protocol === 'https:' ? /:443$/ : /:80$/;
        expect(authority.toLowerCase().replace(usual, '')).toBe(called.host);
      }),
      { numRuns: 5_000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  test.each([
    ['a backslash', 'https://evil.example\\gw.api.taobao.com/'],
    ['a backslash after the host', 'https://gw.api.taobao.com/\\evil.example'],
    ['a name', 'https://gw.api.taobao.com@evil.example/'],
    ['a name and a password', 'https://user:pw@gw.example/'],
    ['a control character', 'https://gw.exam\u0000ple/'],
    ['a line break', 'https://gw.example/\nrest'],
    ['a fragment, which is never sent', 'https://gw.example/rest#top'],
    ['a letter of another alphabet', 'https://gw.\u0430pi.taobao.com/router/rest'],
    ['what stands for such letters', 'https://xn--pi-6kc.taobao.com/router/rest'],
    ['the same in capitals', 'https://gw.XN--pi-6kc.com/'],
    ['a full stop of another script', 'https://gw\u3002example/'],
    ['a number for a host', 'https://2130706433/'],
    ['a hexadecimal number for a host', 'https://0x7f.1/'],
    ['a host of too few numbers', 'https://127.1/'],
    ['a host of numbers with zeros in front', 'https://0177.0.0.1/'],
    ['brackets without an address', 'https://[:::]/'],
    ['a port that there is none of', 'https://gw.example:65536/'],
    ['a port with a zero in front, which counts as another one', 'https://gw.example:0443/'],
    ['an empty label', 'https://gw..example/'],
    ['a full stop behind the host', 'https://gw.example./'],
    ['http to another machine', 'http://gw.example/'],
    ['http to a name that begins as this machine', 'http://localhost.evil.example/'],
    ['http to this machine with a full stop behind it', 'http://localhost./router/rest'],
    ['http to a name that ends as this machine', 'http://shop.localhost/router/rest'],
    ['http to another name of this machine', 'http://localhost6/router/rest'],
    ['http to another address of this machine', 'http://127.0.0.2/router/rest'],
  ])('is refused with %s', (_name, address) => {
    expect(isTaken(address)).toBe(false);
  });

  test.each([
    'https://gw.api.taobao.com/router/rest',
    'https://GW.api.taobao.com:443/router/rest?v=2',
    'https://eco_test.taobao.com/router/rest',
    'https://10.0.0.255:65535/rest',
    'https://[2001:db8::1]/rest',
    'http://127.0.0.1:4010/router/rest',
    'http://localhost/router/rest',
    'http://[::1]:80/',
  ])('is taken where it is plain: %s', (address) => {
    expect(isTaken(address)).toBe(true);
  });

  test('a wrong one is told once', () => {
    for (const address of ['ftp://localhost/', 'https://[:::]/']) {
      const { error } = gatewayAddress.safeParse(address);
      expect(error?.issues.map(({ message }) => message)).toEqual([
        'must be an https address (http only for this machine itself)',
      ]);
    }
  });
});
