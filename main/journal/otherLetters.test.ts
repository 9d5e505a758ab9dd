import { copyFile, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONSENT, freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { tokenOf } from '../person/personToken.ts';

const REQUEST = '1'.padStart(32, '0');
const ONE = { mobile: '13912345678' };
const JOURNAL = 'outbox-000001.journal';
/** The same name to Windows and macOS: the start sets it aside. */
const OTHER_LETTERS = 'OUTBOX-000001.Journal';

/** A till with one member, at whose files somebody has been over night. */
async function morningAfter(act: (own: string, other: string) => Promise<void>) {
  const folder = await freshFolder();
  const { calls, stop } = await startTill(folder);
  const registered = await calls.registerMember({
    requestId: REQUEST,
    operatorId: OPERATOR,
    member: ONE,
    consent: CONSENT,
    correctionOf: null,
  });
  expect(registered).toMatchObject({ ok: true });
  await stop();
  await act(join(folder, JOURNAL), join(folder, OTHER_LETTERS));
  return { folder, ...(await startTill(folder, { offer: null })) };
}

// To Windows such a name is the journal's own: there nothing is set aside for it.
describe.skipIf(process.platform === 'win32')('where other letters make another file', () => {
  test('a journal that got other letters, and was set aside for that, keeps its key: who waits in it opens whatever PIN is set', async () => {
    const { folder, calls, till } = await morningAfter(rename);
    expect(await calls.changePin({ pin: PIN, newPin: '97531' })).toMatchObject({ ok: true });
    await till.rotation.goOn();
    const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
    expect(keys).toHaveLength(2);
  });

  test('nothing of somebody who is erased is left in a copy of the journal that had other letters', async () => {
    const { folder, calls, till } = await morningAfter(copyFile);
    const body = till.outbox.saves.find(REQUEST)?.sealedBody ?? '';
    const holding = async () => {
      const names = (await readdir(folder)).filter((name) => /^outbox-/i.test(name));
      const bytes = await Promise.all(names.map((name) => readFile(join(folder, name))));
      return names.filter((_, at) => bytes[at]?.includes(body));
    };
    expect(await holding()).toHaveLength(2);
    await calls.openManager({ pin: PIN, operatorId: OPERATOR });
    const asked = { identity: ONE, operatorId: OPERATOR, token: tokenOf(['S-0001']) };
    expect(await calls.erasePerson(asked)).toMatchObject({ ok: true, value: { left: [] } });
    expect(await holding()).toEqual([]);
  });
});
