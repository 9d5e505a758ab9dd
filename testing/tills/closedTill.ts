import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyAnswers } from '../../main/openWithKey.ts';
import { derivePin } from '../../main/settings/managerPin.ts';
import { openPinByte } from '../../main/settings/openPinRecord.ts';
import { ClosedTill } from '../../main/start/closedTill.ts';
import { KeyClosedError } from '../../main/vault/dataKey.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';
import { freshFolder, PROVISION, startTill } from './openedTill.ts';

/** A till that was set up, or not, and whose key does not open now; who decides about it. Nobody is asked as yet. */
export async function closedTill(isSetUp = true, confirm = async () => {}) {
  const folder = await freshFolder();
  const offer = isSetUp ? { provision: PROVISION, isTrusted: false } : null;
  await (await startTill(folder, { offer })).stop();
  const clock = new VirtualClock();
  const told = { restarts: 0, tries: 0 };
  const closed = new ClosedTill({
    folder,
    clock,
    appVersion: '0',
    confirm,
    restart: () => {
      told.restarts += 1;
    },
  });
  const answers: KeyAnswers = {
    again: () => {
      told.tries += 1;
    },
    between: (act) => act().then(() => true),
  };
  const ask = (problem: KeyClosedError['problem'] = 'damaged') =>
    closed.ask(new KeyClosedError(problem, 'key.json os'), answers);
  return { folder, clock, closed, told, ask, calls: closed.handlers };
}

/** So many wrong PINs, each of which is known for one: one in 256 is taken for the right one. */
export async function wrongPins(folder: string, count: number): Promise<string[]> {
  const { open } = JSON.parse(await readFile(join(folder, 'pin.json'), 'utf8'));
  const salt = Buffer.from(open.salt, 'base64');
  const wrong: string[] = [];
  for (let pin = 1000; wrong.length < count; pin += 1)
    if (openPinByte(await derivePin(String(pin), salt)) !== open.byte) wrong.push(String(pin));
  return wrong;
}
