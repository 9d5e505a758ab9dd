import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TillReport } from '../../app/report/tillReport.ts';
import type { RelayState, TillRecord } from '../../relay/state/relayState.ts';

/** A chain of so many tills, four in each shop. */
export const TILLS = 10_000;

/** A till with something to tell of everything: the longest lists, a pause, a warning. */
export function reportOf(number: number): TillReport {
  return {
    format: 1,
    version: '1.12.3-beta.4',
    isRunning: true,
    runsForSeconds: 50_000 + number,
    waiting: number,
    oldestWaitingSeconds: 1_000 + number,
    pause: 'configuration',
    held: 100 + number,
    heldByCode: [
      ['isv.permission-ip-whitelist-limit', 40],
      ['rejected', 30],
      ['isv.shop-not-of-this-till', 20],
      ['stale', 8],
      ['busy', 2],
    ],
    sinceAcceptedSeconds: 3_600 + number,
    clockOffsetSeconds: -300,
    disk: { freeMebibytes: 20_000 + number, isRefusing: false },
    keyStore: 'dpapi-machine',
    pageEnds: 3,
    warnings: ['store.space-low', 'store.weak-protection', 'api.port-taken'],
    openingHours: { from: '09:30', to: '21:00', utcOffsetMinutes: 480 },
  };
}

/** A record with two secrets, as after a rotation; as long as sealed ones are. */
export function recordOf(number: number): TillRecord {
  const text = (length: number, mark: string) => `${mark}${number}`.padEnd(length, 'A');
  const secret = (mark: string) => ({
    masterKeyId: 'master-2026-11',
    wrappedDataKey: text(108, mark),
    sealed: text(108, mark),
  });
  return {
    appKey: text(20, 't'),
    name: `${(number % 4) + 1} 号台`,
    brandId: '244323',
    shopIds: [String(239_923_231 + Math.floor(number / 4)), '239923230'],
    secrets: [
      { secret: secret('n'), until: null },
      { secret: secret('o'), until: Date.now() + 864_000_000 },
    ],
    createdAt: Date.now() - 86_400_000,
    revokedAt: null,
    version: 2,
  };
}

/** Puts the whole chain into a state. */
export async function fill(state: RelayState): Promise<void> {
  for (let from = 0; from < TILLS; from += 200) {
    const numbers = Array.from({ length: 200 }, (_, index) => from + index);
    await Promise.all(
      numbers.map(async (number) => {
        const record = recordOf(number);
        const { kind } = await state.putTill(record, null);
        if (kind !== 'written') throw new Error(kind);
        await state.putReport(record.appKey, JSON.stringify(reportOf(number)));
      }),
    );
  }
}

/** Debian's Valkey in a folder, without anything on the disk. `null` where there is none. */
export async function startValkey(folder: string, port: number): Promise<ChildProcess | null> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const child = spawn('valkey-server', options, { stdio: 'ignore' });
  const isThere = await Promise.race([
    once(child, 'error').then(() => false),
    sleep(1_000).then(() => child.exitCode === null),
  ]);
  return isThere ? child : null;
}
