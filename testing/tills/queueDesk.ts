import type { Outcome } from '../../app/gateway/outcome.ts';
import type { AuditEntry } from '../../main/audit/auditEntry.ts';
import { createQueueHandlers } from '../../main/ipc/queueHandlers.ts';
import { openOutbox } from '../../main/outbox/openOutbox.ts';
import { Vault } from '../../main/vault/vault.ts';
import { MemoryStore } from '../doubles/memoryStore.ts';

export const PIN = '2580';
export const DAY = 24 * 3_600_000;
export const words = { code: '41', subCode: '', text: '', traceId: '' };
export const rejected: Outcome = { ...words, class: 'rejected' };
const operatorId = '2392313';
const requestId = '1'.padStart(32, '0');
/** The save that is there, and who looks at it. */
export const choice = { requestId, operatorId };

interface TooFast {
  ok: false;
  error: { code: string; waitSeconds: number };
}

/** The calls of the queue panel, with one save that waits, and switches for what stands around them. */
export async function queueDesk() {
  const switches = { now: 1, isTrailFull: false, tooFast: null as TooFast | null };
  const store = new MemoryStore();
  const entries: AuditEntry[] = [];
  const told: string[] = [];
  const now = () => switches.now;
  const vault = new Vault(Buffer.alloc(32, 7));
  const outbox = await openOutbox({ store, vault, now, retention: 7 * DAY });
  const parts = {
    outbox,
    computer: { beforeChange: async () => undefined },
    audit: {
      record: async (entry: AuditEntry) => !switches.isTrailFull && entries.push(entry) > 0,
      owe: async (entry: AuditEntry) => void entries.push(entry),
      ready: async () => !switches.isTrailFull,
    },
    lookups: { take: async () => switches.tooFast },
    sendings: { take: async () => switches.tooFast },
    opened: { add: () => undefined },
    words: { ofSave: () => null },
    replayer: { prioritize: () => told.push('prioritize'), wake: () => told.push('wake') },
    settings: {
      provision: { brandId: '1', operators: [{ id: operatorId, name: 'One' }] },
      managerPin: {
        lockedFor: 0,
        verify: async (pin: string) => (pin === PIN ? 'ok' : 'pin.wrong'),
      },
    },
  };
  const handlers = createQueueHandlers(
    parts as unknown as Parameters<typeof createQueueHandlers>[0],
    now,
  );
  await outbox.intake.enqueue({
    requestId,
    origin: { brandId: '1', shopId: '2', operatorId },
    member: {
      mobile: '13800138000',
      name: '刘德华',
      gender: 0,
      birthday: '1990-01-01',
      remark: ' a\n',
    },
    app: null,
    correctionOf: null,
    consent: null,
  });
  const state = () => store.onDisk.get(requestId)?.state;
  /** The save is sent, and this comes of it. */
  const answer = async (outcome: Outcome) => {
    const save = outbox.saves.find(requestId);
    const sending = save && (await outbox.delivery.mark(save, now()));
    const context = { now: now(), random: () => 0, isOwnFault: false, isEverybodys: false };
    if (sending) await outbox.delivery.settle(sending, outcome, context);
  };
  return { switches, store, outbox, entries, told, handlers, state, answer };
}
