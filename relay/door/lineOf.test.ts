import { expect, it } from 'vitest';
import { lineOf } from './lineOf.ts';

const none = () => false;
const from = (remoteAddress?: string, url = '/') => ({
  raw: { url, socket: remoteAddress === undefined ? {} : { remoteAddress } },
});

it.each([
  ['in a form', '/', 'v=2.0&app_key=till-1&sign=A'],
  ['in a query', '/router/rest?app_key=till-1&v=2.0', ''],
  [
    'in a multipart body',
    '/',
    '--b\r\nContent-Disposition: form-data; name="app_key"\r\n\r\ntill-1\r\n--b--\r\n',
  ],
])(
  'a call waits in the line of the key that it names %s, where that is one that has called, and else in that of its address',
  (_, url, body) => {
    const request = from('10.0.0.7', url);
    expect(lineOf(request, body, (appKey) => appKey === 'till-1')).toEqual({
      isHeard: true,
      of: 'till-1',
    });
    expect(lineOf(request, body, none)).toEqual({ isHeard: false, of: '10.0.0.7' });
  },
);

it('the address is that of the connection: what a header says of one is not even looked at, which takes longer than a call', () => {
  const neverAsked = () => {
    throw new Error('asked');
  };
  const request = Object.defineProperties(from('10.0.0.7'), {
    ip: { get: neverAsked },
    ips: { get: neverAsked },
    headers: { get: neverAsked },
  });
  expect(lineOf(request, '', none).of).toBe('10.0.0.7');
});

it.each([
  [['2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2:ffff::'], '2001:db8:1:2'],
  [['2001:db8::1', '2001:db8::ffff:1'], '2001:db8:0:0'],
  [['::1', '::2:3'], '0:0:0:0'],
  [['fe80::1%eth0'], 'fe80:0:0:0'],
  [['::ffff:10.0.0.7', '10.0.0.7'], '10.0.0.7'],
  [['::ffff:10.0.0.8'], '10.0.0.8'],
  [[undefined], ''],
])('%j are of one network: %s', (addresses, network) => {
  for (const address of addresses) expect(lineOf(from(address), '', none).of).toBe(network);
});
