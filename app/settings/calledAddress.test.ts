import { expect, test } from 'vitest';
import { calledAddress } from './calledAddress.ts';
import { gatewayAddress } from './gatewayAddress.ts';

test.each([
  ['http://localhost:4010/router/rest', 'http://127.0.0.1:4010/router/rest'],
  ['http://localhost', 'http://127.0.0.1'],
  ['http://localhost?a=b', 'http://127.0.0.1?a=b'],
  ['HTTP://LocalHost/router/rest', 'http://127.0.0.1/router/rest'],
])('%s, which another user of the PC may answer at ::1, is called as %s', (address, called) => {
  expect(gatewayAddress.safeParse(address).success).toBe(true);
  expect(calledAddress(address)).toBe(called);
});

test.each([
  'http://127.0.0.1:4010/localhost',
  'http://[::1]:4010/',
  'https://gw.api.taobao.com/router/rest',
  // Its certificate is for this name, and nobody else has it.
  'https://localhost:4443/router/rest',
])('%s is called as it stands', (address) => {
  expect(calledAddress(address)).toBe(address);
});
