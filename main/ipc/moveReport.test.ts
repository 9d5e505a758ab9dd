import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';

test('what has become of a move is told to a page that is loaded anew as well, until somebody has read it', async () => {
  const folder = await freshFolder();
  const { till, calls } = await startTill(folder);
  expect(await calls.registerMember(registration('a'.repeat(32), '13800138000'))).toMatchObject({
    ok: true,
  });
  till.moving.ask({ direction: 'export', file: join(dirname(folder), 'queue.tillside') });
  const { id = 0 } = till.moving.question ?? {};
  const passphrase = 'correct horse';
  expect(await calls.moveQueue({ pin: PIN, question: id, passphrase })).toEqual({
    ok: true,
    value: null,
  });
  const report = { direction: 'export', saves: 1, left: 0 };
  for (let loaded = 0; loaded < 2; loaded += 1)
    expect(await calls.getTill(null)).toMatchObject({ value: { move: { report } } });
  await calls.closeMove(null);
  expect(await calls.getTill(null)).toMatchObject({ value: { move: null } });
});
