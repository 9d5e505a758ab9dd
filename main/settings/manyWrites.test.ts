import { watch } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder, PIN, startTill } from '../../testing/tills/openedTill.ts';

test('a page that asks for a thousand changes keeps no manager waiting: they are written together', async () => {
  const folder = await freshFolder();
  const { calls, till } = await startTill(folder);
  const written = new Set<string>();
  const watcher = watch(folder, (_event, name) => {
    if (name?.startsWith('settings.json.')) written.add(name);
  });
  onTestFinished(() => watcher.close());
  const changes = Array.from({ length: 1_000 }, (_, turn) =>
    calls.setSound({ isOn: turn % 2 > 0 }),
  );
  const changed = calls.changePin({ pin: PIN, newPin: '135792' });
  expect(await changed).toEqual({ ok: true, value: null });
  await Promise.all(changes);
  await calls.setSound({ isOn: false });
  expect(written.size).toBeGreaterThan(0);
  expect(written.size).toBeLessThan(20);
  expect(till.settings.isSoundOn).toBe(false);
  // The PIN's new key: what it still seals anew is not to meet the end of the test.
  await till.rotation.goOn();
});
