import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { withoutHome } from './withoutHome.ts';

test.each([
  ['C:\\Users\\张 伟\\AppData\\Roaming\\Tillside', '%USERPROFILE%\\AppData\\Roaming\\Tillside'],
  ['c:/users/张 伟/AppData', '%USERPROFILE%/AppData'],
  ['{"path":"C:\\\\Users\\\\张 伟\\\\x.json"}', '{"path":"%USERPROFILE%\\\\x.json"}'],
  ['file:///C:/Users/%E5%BC%A0%20%E4%BC%9F/x', 'file:///%USERPROFILE%/x'],
  ['C:\\Users\\张 伟', '%USERPROFILE%'],
])('a Windows user is named in no path, however it is written: %s', (text, cleaned) => {
  expect(withoutHome('C:\\Users\\张 伟', 'win32')(text)).toBe(cleaned);
});

test.each([
  'Doe, John',
  'Anna & Co',
  'anna+li',
  'anna@shop',
  "O'Neil, Li",
  'a;b',
  'José',
  'a#b',
  '100%',
])('nor in an address of a file, whichever signs are written otherwise there: %s', (name) => {
  const home = `C:\\Users\\${name}`;
  const file = pathToFileURL(`${home}\\AppData\\x.js`, { windows: true }).href;
  const clean = withoutHome(home, 'win32');
  expect(clean(`at x (${file}:1:2)`)).toBe('at x (file:///%USERPROFILE%/AppData/x.js:1:2)');
  expect(clean(encodeURIComponent(`${home}\\x`))).toBe('%USERPROFILE%%5Cx');
});

// TEMP has it where the user's name has more than eight letters, a dot, a blank or no plain letters; the portable program runs there.
test.each([
  ['C:\\Users\\zhang.weiqiang', 'C:\\Users\\ZHANG~1.WEI\\AppData\\Local\\Temp'],
  ['C:\\Users\\zhangweiqiang', 'c:/users/zhangw~12/AppData/Local/Temp'],
  ['C:\\Users\\zhangweiqiang', 'C:\\Users\\ZH3A5F~1\\AppData\\Local\\Temp'],
  ['C:\\Users\\张 伟', '{"path":"C:\\\\Users\\\\张伟~1\\\\AppData"}'],
  ['C:\\Users\\张 伟', 'file:///C:/Users/%E5%BC%A0%E4%BC%9F~1/AppData'],
  ['C:\\Documents and Settings\\zhangweiqiang', 'C:\\DOCUME~1\\ZHANGW~1\\AppData'],
])('nor by the short name that Windows gives the folder of %s: %s', (home, text) => {
  const cleaned = withoutHome(home, 'win32')(text);
  expect(cleaned).toMatch(/%USERPROFILE%[\\/]{1,2}AppData/);
  expect(cleaned).not.toMatch(/zh|张|%E5|~\d/i);
});

test('a short name of no user stays, and one that is short already has no other', () => {
  const clean = withoutHome('C:\\Users\\zhangweiqiang', 'win32');
  for (const text of ['C:\\PROGRA~1\\TILLSI~1\\x', 'D:\\Users\\ZHANGW~1', 'C:\\Users\\Public\\a~1'])
    expect(clean(text)).toBe(text);
  expect(withoutHome('C:\\Users\\zhang', 'win32')('C:\\Users\\ZHANGW~1')).toBe(
    'C:\\Users\\ZHANGW~1',
  );
});

test('elsewhere the home folder is a tilde, everywhere in a text', () => {
  const clean = withoutHome('/home/zhang.wei', 'linux');
  expect(clean('at /home/zhang.wei/a (/home/zhang.wei/b:1)')).toBe('at ~/a (~/b:1)');
  const file = pathToFileURL('/home/张 伟, Jr/x', { windows: false }).href;
  expect(withoutHome('/home/张 伟, Jr', 'linux')(file)).toBe('file://~/x');
});

test('a Mac takes capitals and small letters, and letters in one sign or in two, for the same name: none of them names the user', () => {
  const clean = withoutHome('/Users/José', 'darwin');
  for (const way of ['/Users/José', '/users/josé', '/USERS/JOSÉ'])
    for (const form of ['NFC', 'NFD']) {
      const path = `${way}/Library`.normalize(form);
      expect(clean(path)).toBe('~/Library');
      expect(clean(pathToFileURL(path, { windows: false }).href)).toBe('file://~/Library');
    }
  // Another name, whose last letter has its accent in a sign of its own.
  const other = '/Users/José/x'.normalize('NFD');
  expect(withoutHome('/Users/Jose', 'darwin')(other)).toBe(other);
});

test('another folder that begins alike, or has another sign for its dot, stays', () => {
  const clean = withoutHome('/home/zhang.wei', 'linux');
  expect(clean('/home/zhang.weiqiang/a')).toBe('/home/zhang.weiqiang/a');
  expect(clean('/home/zhangXwei/a')).toBe('/home/zhangXwei/a');
});

test('a home of which every path is made is no name of anybody', () => {
  expect(withoutHome('/', 'linux')('/var/log')).toBe('/var/log');
  expect(withoutHome('D:\\', 'win32')('D:\\x')).toBe('D:\\x');
});
