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

test('elsewhere the home folder is a tilde, everywhere in a text', () => {
  const clean = withoutHome('/home/zhang.wei', 'linux');
  expect(clean('at /home/zhang.wei/a (/home/zhang.wei/b:1)')).toBe('at ~/a (~/b:1)');
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
