import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Outcome } from '../../../app/gateway/outcome.ts';
import type { Save } from '../../../app/outbox/save.ts';
import type { Till, TillOptions } from '../../../main/till.ts';
import { makeRecoveryPair } from '../../../main/vault/recoveryKey.ts';
import { VirtualClock } from '../../../testing/doubles/virtualClock.ts';
import { importQueue } from '../../../testing/tills/movedQueue.ts';
import { freshFolder, keyStore, PROVISION, startTill } from '../../../testing/tills/openedTill.ts';
import type { RecoverOptions } from '../options.ts';
import { type RecoverWorld, recover } from '../recover.ts';

export const HOUR = 60 * 60_000;
export const DAY = 24 * HOUR;
/** When the tills of these tests begin (ms since 1970). */
export const START = Date.UTC(2026, 10, 24, 4);
export const PASSPHRASE = 'correct horse battery';
export const PAIR = makeRecoveryPair();
export const APP = 'https://gw.example.com 1';

export const idOf = (number: number) => String(number).padStart(32, '0');

/** A number of a test, out of an id. */
export const numberOf = (requestId: string) => Number(requestId);

/** A till whose provisioning has the chain's recovery key; `more`: as `startTill` takes it. */
export function startRecoverable(
  folder: string,
  more: Partial<TillOptions> = {},
  recoveryKey: string | null = PAIR.publicKey,
) {
  const offer = { provision: { ...PROVISION, recoveryKey }, isTrusted: true };
  return startTill(folder, { offer, ...more });
}

export async function save(
  { outbox }: Till,
  number: number,
  more: { mobile?: string; outerId?: string; correctionOf?: string } = {},
): Promise<Save> {
  const mobile = more.mobile ?? `1380013${String(number).padStart(4, '0')}`;
  const consent = { at: START, noticeVersion: '1', operatorId: '3', marketing: false };
  const result = await outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: 'brand', shopId: 'shop', operatorId: '3' },
    member:
      more.outerId === undefined
        ? { mobile }
        : { mobile, outerId: more.outerId, outerType: 'wechat' },
    app: APP,
    correctionOf: more.correctionOf ?? null,
    consent,
  });
  if (!result.ok) throw new Error(result.failure);
  return result.save;
}

export async function markSending({ outbox, clock }: Till, number: number): Promise<Save> {
  const pending = outbox.saves.find(idOf(number));
  const sending = pending && (await outbox.delivery.mark(pending, clock.now()));
  if (!sending) throw new Error('not marked');
  return sending;
}

export async function answer(till: Till, number: number, kind: 'accepted' | 'rejected') {
  const said = { code: '7', subCode: '', text: 'said', traceId: 't' };
  const outcome: Outcome =
    kind === 'accepted' ? { ...said, class: kind, customerId: '7' } : { ...said, class: kind };
  const context = { random: () => 0, isOwnFault: false, isEverybodys: false };
  const sending = await markSending(till, number);
  await till.outbox.delivery.settle(sending, outcome, { ...context, now: till.clock.now() });
}

/** What of a data folder is on the disk at this moment, as a power cut leaves it, with what lies beside it. */
export async function copyOf(folder: string): Promise<string> {
  const copy = await freshFolder();
  await cp(folder, copy, { recursive: true });
  for (const ending of ['mark', 'audit'])
    await cp(`${folder}.${ending}`, `${copy}.${ending}`).catch(() => undefined);
  return copy;
}

/** A folder for what the tool is given and gives; it goes with the test. */
export async function workFolder(): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'tillside-recover-'));
  onTestFinished(() => rm(work, { recursive: true, force: true }));
  return work;
}

export interface RunOptions extends Partial<RecoverOptions> {
  /** The tool's clock (ms since 1970). */
  now?: number;
  /** The private half as it stands in its file. */
  key?: string;
  /** The words of the passphrase's file; null: there is none. */
  passphrase?: string | null;
  world?: Partial<RecoverWorld>;
}

/** The tool on a folder, as support runs it. */
export async function runTool(data: string, options: RunOptions = {}) {
  const work = await workFolder();
  const { now = START + HOUR, key = PAIR.privateKey, passphrase = PASSPHRASE, world } = options;
  const [privateKey, passphraseFile] = [join(work, 'key.pem'), join(work, 'passphrase')];
  await writeFile(privateKey, key);
  if (passphrase !== null) await writeFile(passphraseFile, `${passphrase}\n`);
  const out = options.out ?? join(work, 'queue.tillside');
  const said: string[] = [];
  const given = {
    data,
    privateKey: options.privateKey ?? privateKey,
    out,
    passphraseFile: passphrase === null ? null : passphraseFile,
    isLastState: options.isLastState ?? false,
    isCopy: options.isCopy ?? false,
  };
  const say = (line: string) => said.push(line);
  const result = await recover(given, { now: () => now, ask: null, say, ...world });
  return { result, out, said: said.join('\n') };
}

/** Another till takes the file over at `now` (ms since 1970). */
export async function importAt(file: string, now: number, folder?: string) {
  const clock = new VirtualClock(now);
  const { till, stop } = await startTill(folder ?? (await freshFolder()), { clock });
  const taken = await importQueue(till.outbox, await readFile(file, 'utf8'), PASSPHRASE);
  return { till, taken, stop, clock };
}

/** Number, state and reason of what waits or is held, in order. */
export const openOf = ({ outbox }: Till) =>
  outbox.saves
    .unfinished()
    .map(({ requestId, state, heldReason }) => [numberOf(requestId), heldReason ?? state]);

/** A key store that loses the first key when told so. */
export function losingStore() {
  const store = { isClosed: false, first: Buffer.alloc(0) };
  const keyWrapper = {
    ...keyStore,
    unwrap: (wrapped: Buffer) => {
      if (store.isClosed && wrapped.equals(store.first)) throw new Error('lost');
      return keyStore.unwrap(wrapped);
    },
  };
  const remember = async (folder: string) => {
    const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
    store.first = Buffer.from(keys[0].wrapped, 'base64');
  };
  return { store, keyWrapper, remember };
}

/** Every file of a folder with its bytes, also of the folders in it. */
export async function bytesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path, await readFile(path, 'base64')] as const;
  });
  return new Map(await Promise.all(read));
}
