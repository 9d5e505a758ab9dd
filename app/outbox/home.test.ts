import { describe, expect, test } from 'vitest';
import { platformApp } from '../gateway/platformApp.ts';
import { aSave } from './aSave.fixture.ts';
import { backHome, fits, homeOf, hostOf } from './home.ts';

const gateway = { url: 'https://new.example:8443/router/rest', appKey: '1' };
const old = { url: 'https://old.example/router/rest', appKey: '2' };
const provisioned = (formerly?: (typeof old)[]) =>
  homeOf({ brandId: '7', gateway: { ...gateway, formerly } } as Parameters<typeof homeOf>[0]);

describe('whose saves may leave under the settings', () => {
  test('those of the brand, made for the app or for one that it was before', () => {
    const home = provisioned([old]);
    for (const app of [gateway, old].map(platformApp)) {
      expect(fits({ brandId: '7', app }, home)).toBe(true);
      expect(fits({ brandId: '8', app }, home)).toBe(false);
      expect(fits({ brandId: null, app }, home)).toBe(false);
    }
    expect(fits({ brandId: '7', app: 'https://third.example 1' }, home)).toBe(false);
    expect(fits({ brandId: '7', app: null }, home)).toBe(false);
  });
  test('those of the app alone where it never was another', () => {
    const home = provisioned();
    expect(home.formerly).toEqual([]);
    expect(fits({ brandId: '7', app: platformApp(gateway) }, home)).toBe(true);
    expect(fits({ brandId: '7', app: platformApp(old) }, home)).toBe(false);
  });
});

test('the host that a save was made for is shown without path and key, and nothing where it is not known', () => {
  expect(hostOf(platformApp(gateway))).toBe('new.example:8443');
  expect(hostOf('http://127.0.0.1:8080 12345')).toBe('127.0.0.1:8080');
  expect([null, '', 'new.example 1'].map(hostOf)).toEqual(['', '', '']);
});

test('a save whose settings fit again waits with all that is known of it', () => {
  const held = aSave({ state: 'held', heldReason: 'other-app', firstUnknownAt: 3, attempts: 2 });
  expect(backHome({ ...held, settledAt: 9 })).toEqual({
    ...held,
    state: 'pending',
    heldReason: null,
    settledAt: null,
  });
});
