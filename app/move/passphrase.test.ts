import { expect, test } from 'vitest';
import { normalisePassphrase, passphraseProblem } from './passphrase.ts';

test.each(['', '1234567', '       a       ', 'a\u0301b\u0301c\u0301d\u0301'])(
  'a passphrase of fewer than eight characters is refused: %j',
  (text) => expect(passphraseProblem(text)).toBe('passphrase.short'),
);

test.each([' '.repeat(8), '\u3000'.repeat(12), '\t \n \r \u00a0 \u2003'])(
  'blanks alone are no passphrase: %j',
  (text) => expect(passphraseProblem(text)).toBe('passphrase.short'),
);

test.each(['aaaaaaaa', 'aAaAaAaA', '12121212', 'a       b       c', '\u200b'.repeat(8)])(
  'a key held down, or two or three in turn, are no passphrase: %j',
  (text) => expect(passphraseProblem(text)).toBe('passphrase.weak'),
);

test.each(['12345678', 'abcdabcd', 'correct horse', '一把好钥匙放在这里'])(
  'anything else of eight characters is one: %j',
  (text) => expect(passphraseProblem(text)).toBeNull(),
);

test('a passphrase is the same however its characters were composed, and whatever blanks surround it', () => {
  expect(normalisePassphrase(' cafe\u0301 \u2460 horse\u3000')).toBe('caf\u00e9 1 horse');
});
