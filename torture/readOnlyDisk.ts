import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { intention } from '../bench/enqueue/ours.ts';
import { errorCode } from '../main/files/durableFile.ts';
import { lockRefusal } from '../main/lockRefusal.ts';
import { openTill } from '../main/till.ts';
import { plainWrapper } from '../main/vault/keyWrappers.ts';
import { onMountedDisk } from '../testing/doubles/mountedDisk.ts';

export interface ReadOnlyDisk {
  /** Saves that the till shows while its disk takes no changes. */
  shown: number;
  /** Why a second program cannot be kept away from the folder. */
  lock: string;
  /** What a new save is answered with, and what the window is told. */
  failure: string;
  told: string[];
  /** What the manager's right PIN is answered with, and a wrong one: neither could be counted. */
  pins: string[];
  /** Saves after the disk has taken changes again, without anybody's doing, one more save, and a restart. */
  after: number;
}

const PIN = '246810';

const nothing = () => undefined;
const log = { info: nothing, warn: nothing, error: nothing };

function open(folder: string) {
  return openTill({
    folder,
    keyWrapper: plainWrapper,
    post: () => Promise.reject(new TypeError('no network')),
    log,
    offer: null,
    isSending: true,
    onChanged: nothing,
  });
}

/** A whole till on a real disk that is read-only when it starts, and writable later. */
export function readOnlyDisk(): Promise<ReadOnlyDisk> {
  return onMountedDisk(8, async (mount, remount) => {
    const folder = join(mount, 'data');
    await mkdir(folder);
    const first = await open(folder);
    for (const number of [1, 2, 3]) await first.outbox.intake.enqueue(intention(number));
    await first.settings.managerPin.set(PIN);
    await first.stop(0);

    remount('ro');
    const lock = errorCode(lockRefusal(folder));
    const till = await open(folder);
    const codes = () => till.outbox.warnings.map(({ code }) => code);
    const shown = till.outbox.saves.counts.pending;
    const refused = await till.outbox.intake.enqueue(intention(4));
    const told = codes();
    const { managerPin } = till.settings;
    const pins = [await managerPin.verify(PIN), await managerPin.verify('0000')];
    remount('rw');
    while (codes().length > 0) await sleep(50);
    await till.outbox.intake.enqueue(intention(4));
    await till.stop(0);

    const again = await open(folder);
    const after = again.outbox.saves.counts.pending;
    await again.stop(0);
    return { shown, lock, failure: refused.ok ? '' : refused.failure, told, pins, after };
  });
}
