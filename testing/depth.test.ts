import { expect, test } from 'vitest';
import { atDepth, DEPTH, isWhole, saysWhole } from './depth.ts';

test('a run is whole where its environment says so, and short otherwise', () => {
  expect(saysWhole({ [DEPTH]: 'whole' })).toBe(true);
  for (const said of [undefined, '', '1', 'short'])
    expect(saysWhole({ [DEPTH]: said })).toBe(false);
});

test('what is repeated is taken at the depth of the run', () => {
  expect(atDepth({ whole: 300, short: 100 })).toBe(isWhole ? 300 : 100);
});
