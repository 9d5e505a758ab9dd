import { expect, test } from 'vitest';
import { platformApp } from './platformApp.ts';

test('an app is its gateway’s origin and its key, however the address is written', () => {
  const app = (url: string) => platformApp({ url, appKey: '7' });
  expect(app('https://gw.example/router/rest')).toBe('https://gw.example 7');
  for (const same of [
    'HTTPS://GW.Example',
    'https://gw.example:443/other',
    'https://gw.example?a',
  ]) {
    expect(app(same)).toBe('https://gw.example 7');
  }
  expect(app('http://localhost:80/')).toBe('http://localhost 7');
});

test('another port, another scheme or another key is another app', () => {
  const apps = [
    { url: 'https://gw.example', appKey: '7' },
    { url: 'https://gw.example:80', appKey: '7' },
    { url: 'https://gw.example:8443', appKey: '7' },
    { url: 'http://gw.example', appKey: '7' },
    { url: 'http://gw.example:443', appKey: '7' },
    { url: 'https://gw.example', appKey: '8' },
  ].map(platformApp);
  expect(new Set(apps).size).toBe(apps.length);
});
