import { expect, test } from 'vitest';
import { judgeSignature, signatureOf } from './publisher.ts';

const told = (status: number, subject: string) =>
  `${status}\n${Buffer.from(subject).toString('base64')}`;

const SUBJECT = 'CN=上海某某软件有限公司, O=上海某某软件有限公司, L=Shanghai, C=CN';

test('a valid signature of the publisher is ours, by its whole name or its common name', () => {
  expect(judgeSignature(told(0, SUBJECT), [SUBJECT])).toBe('ours');
  expect(judgeSignature(told(0, SUBJECT), ['CN=上海某某软件有限公司, C=CN'])).toBe('ours');
  expect(judgeSignature(told(0, SUBJECT), ['上海某某软件有限公司'])).toBe('ours');
  expect(judgeSignature(told(0, SUBJECT), ['Somebody', SUBJECT])).toBe('ours');
});

test('one that is valid and of somebody else, or of the publisher and not valid, is not', () => {
  expect(judgeSignature(told(0, 'CN=Somebody, C=CN'), [SUBJECT])).toBe('not-ours');
  expect(
    judgeSignature(told(0, `CN=Somebody, O=${'上海某某软件有限公司'}`), ['上海某某软件有限公司']),
  ).toBe('not-ours');
  expect(judgeSignature(told(0, ''), [SUBJECT, ''])).toBe('not-ours');
  for (const status of [1, 2, 3, 5, 6])
    expect(judgeSignature(told(status, SUBJECT), [SUBJECT])).toBe('not-ours');
});

test('where PowerShell says nothing, or something else, nobody knows whose it is', () => {
  for (const said of [null, '', '0', 'Valid', '0 CN=x', 'x\n0\n', `0\n${SUBJECT}`])
    expect(judgeSignature(said, [SUBJECT])).toBe('unknown');
});

test.skipIf(process.platform === 'win32')(
  'where there is no PowerShell nobody knows either',
  async () => {
    expect(await signatureOf([SUBJECT], '/tmp/Setup.exe')).toBe('unknown');
  },
);
