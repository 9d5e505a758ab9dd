import { describe, expect, test } from 'vitest';
import { laidOver } from './partialProvision.ts';
import { reportsSchema } from './reports.ts';

const url = 'https://collector.example/v1/metrics';
const problemsOf = (reports: unknown) =>
  reportsSchema.safeParse(reports).error?.issues.map(({ message }) => message) ?? [];
const withHeaders = (headers: unknown) => problemsOf({ otlp: { url, headers } });
const named = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, number) => [`x-${number}`, 'v']));

describe('whom a till tells how it is', () => {
  test.each<[string, unknown]>([
    ['nobody', {}],
    ['its relay', { relay: true }],
    ['no relay', { relay: false }],
    ['a collector', { otlp: { url } }],
    ['one of this machine, for trying', { otlp: { url: 'http://127.0.0.1:4318/v1/metrics' } }],
    ['a collector that asks for a key', { otlp: { url, headers: { Authorization: 'Bearer k' } } }],
    ['both', { relay: true, otlp: { url, headers: named(8) } }],
  ])('%s', (_, reports) => expect(problemsOf(reports)).toEqual([]));

  test.each<[string, unknown]>([
    ['without encryption', { otlp: { url: 'http://collector.example/v1/metrics' } }],
    ['with a name in the address', { otlp: { url: 'https://me:pass@collector.example/' } }],
    ['with a key in the address', { otlp: { url: `${url}?key=k` } }],
    ['without an address', { otlp: { headers: {} } }],
    ['another kind', { statsd: { url } }],
    ['perhaps', { relay: 'yes' }],
  ])('but not %s', (_, reports) => expect(problemsOf(reports)).not.toEqual([]));
});

describe('what a collector is told beside', () => {
  test.each([
    ...[
      'Host',
      'content-type',
      'Content-Length',
      'Cookie',
      'Connection',
      'Expect',
      'Sec-Fetch-Site',
    ],
    ...['Transfer-Encoding', 'Proxy-Authorization', 'Accept-Encoding', 'TE', 'Upgrade', 'Origin'],
  ])('is not for anybody to say in %s', (name) => {
    expect(withHeaders({ [name]: 'x' })).toEqual([
      'must not have a header that the till says itself',
    ]);
  });

  test.each<[string, Record<string, string>]>([
    ['a line break', { 'x-key': 'a\r\nHost: b' }],
    ['a character beyond ASCII', { 'x-key': '钥' }],
    ['nothing in it', { 'x-key': '' }],
    ['a blank at its end', { 'x-key': 'a ' }],
    ['no end', { 'x-key': 'x'.repeat(1_001) }],
    ['a name that is none', { 'x key': 'a' }],
    ['a name with a colon', { 'x:': 'a' }],
  ])('has not %s', (_, headers) => expect(withHeaders(headers)).toHaveLength(1));

  test('is no more than eight headers, and none of them twice', () => {
    expect(withHeaders(named(9))).toEqual(['must have at most 8 entries']);
    expect(withHeaders({ 'X-Key': 'a', 'x-key': 'b' })).toEqual(['must not name a header twice']);
  });

  test('goes nowhere else: where another source names another collector, it comes without the headers', () => {
    const under = { reports: { relay: true, otlp: { url, headers: { Authorization: 'k' } } } };
    const over = { reports: { otlp: { url: 'https://other.example/v1/metrics' } } };
    expect(laidOver(over, under).reports).toEqual({ relay: true, ...over.reports });
  });
});
