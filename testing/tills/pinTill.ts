import type { AuditEntry } from '../../main/audit/auditEntry.ts';
import { ManagerPin, type PinRecord } from '../../main/settings/managerPin.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';

/** A PIN with the file and the trail that it is kept in, and a way to start the program anew on them. */
export function aPinTill(clock = new VirtualClock()) {
  const disk: { kept: PinRecord | null; refuses: boolean } = { kept: null, refuses: false };
  const trail = {
    lines: [] as AuditEntry[],
    refuses: false,
    get tries() {
      return trail.lines.at(-1)?.tries ?? 0;
    },
    get pinRevision() {
      const revisions = trail.lines.flatMap(({ revision }) => revision ?? []);
      return { last: revisions.at(-1) ?? 0, highest: Math.max(0, ...revisions) };
    },
    settingsRevision: { last: 0, highest: 0 },
    areSettingsUnsure: false,
    isBroken: false,
    isRead: true,
    onceRead: () => undefined,
    goOnUnread: async () => undefined,
    expect: async () => undefined,
    ready: async () => !trail.refuses,
    record: async (entry: AuditEntry) => !trail.refuses && trail.lines.push(entry) > 0,
    owe: async (entry: AuditEntry) => void (await trail.record(entry)),
  };
  const start = (on = clock) => {
    const pin: ManagerPin = new ManagerPin({
      clock: on,
      trail,
      keep: async () => {
        if (disk.refuses) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        disk.kept = structuredClone(pin.record);
      },
    });
    pin.restore(disk.kept);
    return pin;
  };
  return { clock, disk, trail, start };
}

/** Gives a PIN so many times; the last answer. */
export async function tryTimes(pin: ManagerPin, times: number, given = '0000'): Promise<string> {
  let verdict = '';
  for (let tries = 0; tries < times; tries += 1) verdict = await pin.verify(given);
  return verdict;
}
