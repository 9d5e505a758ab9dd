import { expect, test } from 'vitest';
import { judgeSignature, signatureOf } from './publisher.ts';

const VERSION = '0.2.0';

const told = (status: number, subject: string, version = VERSION) =>
  [status, ...[subject, version].map((one) => Buffer.from(one).toString('base64'))].join('\n');

const judged = (said: string | null, publishers: readonly string[]) =>
  judgeSignature(said, publishers, VERSION);

const SUBJECT = 'CN=上海某某软件有限公司, O=上海某某软件有限公司, L=Shanghai, C=CN';

test('a valid signature of the publisher is ours, by its whole name or its common name', () => {
  expect(judged(told(0, SUBJECT), [SUBJECT])).toBe('ours');
  expect(judged(told(0, SUBJECT), ['CN=上海某某软件有限公司, C=CN'])).toBe('ours');
  expect(judged(told(0, SUBJECT), ['上海某某软件有限公司'])).toBe('ours');
  expect(judged(told(0, SUBJECT), ['Somebody', SUBJECT])).toBe('ours');
});

test('one that is valid and of somebody else, or of the publisher and not valid, is not', () => {
  expect(judged(told(0, 'CN=Somebody, C=CN'), [SUBJECT])).toBe('not-ours');
  expect(
    judged(told(0, `CN=Somebody, O=${'上海某某软件有限公司'}`), ['上海某某软件有限公司']),
  ).toBe('not-ours');
  expect(judged(told(0, ''), [SUBJECT, ''])).toBe('not-ours');
  for (const status of [1, 2, 3, 5, 6])
    expect(judged(told(status, SUBJECT), [SUBJECT])).toBe('not-ours');
});

test('an old program of the publisher, which a server gives out as a new one, is told by the version that is signed', () => {
  for (const version of ['0.1.0', '0.2.0-beta.1', '0.2.00', 'v0.2.0', ''])
    expect(judged(told(0, SUBJECT, version), [SUBJECT])).toBe('other-version');
  expect(judged(told(0, SUBJECT, '0.2.0 '), [SUBJECT])).toBe('ours');
  expect(judged(told(0, 'CN=Somebody, C=CN', '0.1.0'), [SUBJECT])).toBe('not-ours');
});

test('where PowerShell says nothing, or something else, nobody knows whose it is', () => {
  for (const said of [
    null,
    '',
    '0',
    'Valid',
    '0 CN=x',
    'x\n0\n',
    `0\n${SUBJECT}`,
    told(0, SUBJECT).replace(/\n[^\n]*$/, ''),
  ])
    expect(judged(said, [SUBJECT])).toBe('unknown');
});

test.skipIf(process.platform === 'win32')(
  'where there is no PowerShell nobody knows either',
  async () => {
    expect(await signatureOf([SUBJECT], '/tmp/Setup.exe', VERSION)).toBe('unknown');
  },
);
