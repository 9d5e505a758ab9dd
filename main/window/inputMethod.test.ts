import { expect, test } from 'vitest';
import { askForEveryKey } from './inputMethod.ts';

test('ibus is asked for its synchronous mode, unless somebody has decided otherwise', () => {
  const environment: NodeJS.ProcessEnv = {};
  askForEveryKey(environment);
  expect(environment).toEqual({ IBUS_ENABLE_SYNC_MODE: '1' });
  const decided = { IBUS_ENABLE_SYNC_MODE: '0' };
  askForEveryKey(decided);
  expect(decided).toEqual({ IBUS_ENABLE_SYNC_MODE: '0' });
});
