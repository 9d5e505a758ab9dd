import type { Outcome } from '../../app/gateway/outcome.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import type { AuditEntry } from '../../main/audit/auditEntry.ts';
import { patientDisk } from '../../main/disk/patientDisk.ts';
import { JournalAdapter } from '../../main/journal/journalAdapter.ts';
import { LowdbOutboxStore } from '../../main/outbox/lowdbOutboxStore.ts';
import { openOutbox } from '../../main/outbox/openOutbox.ts';
import { ErasureRecord } from '../../main/person/erasureRecord.ts';
import { PersonDesk } from '../../main/person/personDesk.ts';
import { PersonErasure } from '../../main/person/personErasure.ts';
import { Vault } from '../../main/vault/vault.ts';
import type { PowerDisk } from '../doubles/powerDisk.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';

const FOLDER = '/data/till';
/** By the clock of the till. */
export const NOW = Date.UTC(2026, 10, 24);
const ORIGIN = { brandId: 'brand', shopId: 'shop', operatorId: '2392313' };
const vault = new Vault(Buffer.alloc(32, 7));

export interface Numbered {
  mobile: string;
}

/** A made-up person of a test, by number. */
export function aPerson(number: number): Numbered {
  return { mobile: `139000000${String(number).padStart(2, '0')}` };
}

/** The outbox of a till with its erasing, as a start opens them, on a disk whose power may be cut. */
export async function openErasureTill(
  disk: PowerDisk,
  trail: AuditEntry[] = [],
  knownTime: () => number | null = () => null,
  now: () => number = () => NOW,
  monotonic?: () => number,
) {
  const patient = patientDisk(disk, () => Promise.resolve());
  const adapter = new JournalAdapter({
    disk: patient,
    clock: new VirtualClock(),
    folder: FOLDER,
    watermarkPath: '/data/till.mark',
    now,
    compactAbove: 8 * 1024,
    fillAhead: 4 * 1024,
  });
  const store = new LowdbOutboxStore(adapter);
  const folder = FOLDER;
  const record = await ErasureRecord.read({
    disk: patient,
    folder,
    vault,
    now,
    knownTime,
    monotonic,
  });
  const outbox = await openOutbox({
    store,
    vault,
    now,
    retention: 1e15,
    erasedAt: () => record.erasedAt,
  });
  const told: (string | null)[] = [];
  const desk = new PersonDesk({ outbox, brandId: () => ORIGIN.brandId });
  const erasure = new PersonErasure({
    outbox,
    record,
    dropDraft: async () => true,
    dropWords: async () => true,
    audit: { owe: async (entry) => void trail.push(entry) },
    log: { info: () => undefined, warn: () => undefined },
    onLeft: (detail) => void told.push(detail),
    onErased: () => undefined,
  });
  await erasure.goOn();
  const { saves, intake, delivery } = outbox;
  const erase = (person: Numbered) =>
    erasure.erase(() => {
      const found = desk.savesOf(person);
      const keys = [...desk.keysOf(person), ...found.flatMap(({ identityKeys }) => identityKeys)];
      return { saves: found, keys: [...new Set(keys)] };
    }, ORIGIN.operatorId);
  const register = (requestId: string, person: Member, correctionOf: string | null = null) =>
    intake.enqueue({
      requestId,
      origin: ORIGIN,
      member: { ...person, name: `P ${requestId.slice(-4)}` },
      app: null,
      correctionOf,
      consent: null,
    });
  /** Sends it, where it waits for nobody; gives what is known of it then. */
  const send = async (requestId: string, outcome: Outcome | null) => {
    const save = saves.find(requestId);
    if (save?.state !== 'pending' || saves.queue.isBlocked(save)) return null;
    const marked = await delivery.mark(save, now());
    if (marked === null || outcome === null) return marked;
    const context = { now: now(), random: () => 0.5, isEverybodys: false, isAlone: false };
    return delivery.settle(marked, outcome, context as never);
  };
  return { store, adapter, outbox, saves, record, desk, erasure, erase, register, send, told };
}

/** Everything that shows on a disk that these saves were there: hashes, sealed bodies and words. */
export function shownOn(disk: PowerDisk, texts: readonly string[]): string[] {
  return [...disk.contents()].flatMap(([path, bytes]) =>
    texts.filter((text) => bytes.includes(text)).map((text) => `${path} ${text}`),
  );
}
