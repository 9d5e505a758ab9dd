import { expect, test } from 'vitest';
import { SESSION_SECONDS, Sessions } from './session.ts';
import { isBearer, isToken } from './token.ts';

const TOKEN = 'x'.repeat(40);

const cookieIn = (header: string) => header.split(';', 1)[0] ?? '';

function begun(token = TOKEN) {
  let time = 1_000_000;
  const sessions = new Sessions(token, () => time);
  return { sessions, pass: (seconds: number) => (time += seconds * 1_000) };
}

test('a token is right or it is not, however long and whatever it is', () => {
  const isRight = isToken(TOKEN);
  expect(isRight(TOKEN)).toBe(true);
  for (const wrong of [
    '',
    'x',
    `${TOKEN}x`,
    TOKEN.slice(1),
    TOKEN.toUpperCase(),
    'x'.repeat(1e6),
  ]) {
    expect(isRight(wrong)).toBe(false);
  }
  expect(isBearer(TOKEN)(`Bearer ${TOKEN}`)).toBe(true);
  for (const wrong of [undefined, '', TOKEN, `bearer ${TOKEN}`, `Basic ${TOKEN}`]) {
    expect(isBearer(TOKEN)(wrong)).toBe(false);
  }
});

test('a session is open for a working day, at every relay that has the same token', () => {
  const { sessions, pass } = begun();
  const cookie = cookieIn(sessions.begin(true));
  expect(begun().sessions.isOpen(cookie)).toBe(true);
  pass(SESSION_SECONDS - 1);
  expect(sessions.isOpen(cookie)).toBe(true);
  pass(1);
  expect(sessions.isOpen(cookie)).toBe(false);
});

test('another token ends every session', () => {
  const cookie = cookieIn(begun().sessions.begin(true));
  expect(begun('y'.repeat(40)).sessions.isOpen(cookie)).toBe(false);
});

test('nobody makes a session longer, or one of their own', () => {
  const { sessions } = begun();
  const cookie = cookieIn(sessions.begin(true));
  const [name, value = ''] = cookie.split('=');
  const [until, sign] = value.split('.');
  const forged = [
    `${name}=${Number(until) + 1}.${sign}`,
    `${name}=${until}.${sign?.slice(0, -1)}`,
    `${name}=9999999999.`,
    `${name}=.${sign}`,
    `${name}=`,
    name,
    '',
    undefined,
    `other=${value}`,
  ];
  for (const header of forged) expect(sessions.isOpen(header), header).toBe(false);
});

test('a cookie of the same name from elsewhere does not shut anybody out', () => {
  const { sessions } = begun();
  const cookie = cookieIn(sessions.begin(true));
  expect(sessions.isOpen(`tillside-fleet=nonsense; a=b; ${cookie}`)).toBe(true);
});

test('no script and no other site gets the cookie, and over TLS it goes over TLS alone', () => {
  const { sessions } = begun();
  for (const header of [sessions.begin(true), sessions.end(true)]) {
    expect(header).toMatch(/; Path=\/fleet; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/);
  }
  expect(sessions.begin(false)).toMatch(/; HttpOnly; SameSite=Strict$/);
  expect(sessions.begin(true)).not.toContain(TOKEN);
});
