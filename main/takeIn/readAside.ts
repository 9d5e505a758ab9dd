import { join } from 'node:path';
import { consentSchema } from '../../app/consent/consent.ts';
import { believedDay } from '../../app/member/believedDay.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Locale } from '../../app/settings/locales.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { readTrail, sureLines } from '../audit/readTrail.ts';
import { TrailNews } from '../audit/trailNews.ts';
import { realDisk } from '../disk/realDisk.ts';
import { nullIfTooLong, readShortIfThere } from '../files/durableFile.ts';
import { watermarkIn } from '../journal/asideWatermark.ts';
import { keepEvidence } from '../journal/evidence.ts';
import { doubtLost } from '../journal/lostChanges.ts';
import { readStore } from '../journal/readStore.ts';
import type { StoreContent } from '../journal/storeContent.ts';
import { storeFiles } from '../journal/storeFiles.ts';
import { contentCheck } from '../outbox/checkMoved.ts';
import type { ComingBack } from '../outbox/comeBack.ts';
import { timeSchema } from '../outbox/movedQueue.ts';
import { openWords, withSealedWords } from '../outbox/sealedWords.ts';
import type { PinRecord } from '../settings/managerPin.ts';
import { laterPin, PinFile } from '../settings/pinFile.ts';
import { openSettings, SETTINGS_FILE } from '../settings/settingsFile.ts';
import { tillIdOf } from '../settings/tillIdOf.ts';
import { BESIDE_HEAD, HEAD_FILE } from '../vault/headAside.ts';
import { holdsItsFacts, openBody } from '../vault/sealedBody.ts';
import type { Vault } from '../vault/vault.ts';
import { readTrailOnce } from './trailHash.ts';

/** Where nothing says that all of a store is there, what is missing may have said that a save was sent. */
const WENT_BACK = { code: 'store.went-backwards' } as const;

/**
 * As it lies there, in doubt where something is missing of it; null where it is not ours to read, or its journal is away: that
 * is where a scanner has taken it for a while, as it stands, and what it says may come back. Nothing is written. `now`: ms since 1970.
 */
export async function readAside(path: string, now: number): Promise<StoreContent | null> {
  const acknowledged = (await watermarkIn(path))?.lastNumber ?? null;
  const result = await readStore(realDisk, path, acknowledged ?? 0);
  if (!result.ok) return null;
  const { content } = result;
  const missing = (acknowledged ?? 0) - content.lastNumber;
  if (missing > 0 && (await isJournalAway(path, content))) return null;
  if (missing > 0) content.warnings.push({ code: 'store.went-backwards', detail: `${missing}` });
  const isNewest = acknowledged !== null && missing <= 0;
  doubtLost(content.saves, isNewest ? content.warnings : [...content.warnings, WENT_BACK], now);
  return content;
}

/**
 * No till leaves a store without one, and an earlier copy that was put back has its own. One that is marked as another queue's
 * is there, and is not read.
 */
async function isJournalAway(path: string, { tail, base }: StoreContent): Promise<boolean> {
  if (tail !== null) return false;
  const files = storeFiles(await realDisk.list(path));
  return !files.some(({ kind, generation }) => kind === 'journal' && generation >= base);
}

/** Which of its saves wait or are held: ids and states can be read without a key. */
export function openIn({ saves }: Pick<StoreContent, 'saves'>): Save[] {
  return [...saves.values()].filter(isOpen);
}

export function isOpen({ state }: Save): boolean {
  return state !== 'accepted' && state !== 'discarded';
}

/** What a folder says of the till that it is of. */
export interface TheirSettings {
  provision: Provision;
  locale: Locale;
  /** Its PIN; null where none opens. */
  pin: PinRecord | null;
  /** Trail and second place are sure that settings and PIN were its last: earlier ones may have been put there. */
  isLast: boolean;
  /** A trail before that one was not whole, and nobody has said since that they hold. */
  isUnsure: boolean;
  /** What its trail tells. */
  news: TrailNews;
  /** What that trail is known by. Throws what the disk has thrown. */
  trailHash: () => string;
  tillId: string;
}

/**
 * What its till had been set up with, or null where nothing opens with this key. Each file is read once, and what is judged
 * here is what comes along: whoever changes the folder meanwhile changes nothing of that.
 */
export async function settingsIn(
  path: string,
  vault: Vault,
  { news, hash, isThere, isSound }: TheirTrail,
): Promise<TheirSettings | null> {
  const bytes = await readShortIfThere(join(path, SETTINGS_FILE)).catch(nullIfTooLong);
  const { content } = openSettings(vault, bytes?.toString('utf8') ?? '');
  if (content === null || content.provision === null) return null;
  const { provision, locale, pin, revision, tillId } = content;
  // Whoever counts the settings has a trail: one that is gone was removed.
  const isExpected = revision > 0 || (pin?.hasTrail ?? false);
  const found = await new PinFile(path, vault).read();
  const kept = typeof found === 'string' ? null : found;
  const record = laterPin(pin, kept?.pin ?? null);
  const isLast =
    isSound &&
    (isThere || !isExpected) &&
    Math.max(news.settings.revision.highest, kept?.settingsRevision ?? 0) <= revision &&
    news.pinRevision.highest <= (record?.revision ?? 0);
  return {
    provision,
    locale,
    pin: record,
    isLast,
    isUnsure: news.settings.areUnsure,
    news,
    trailHash: hash,
    tillId: tillId ?? tillIdOf(vault),
  };
}

/** What is found of the trail of a folder. */
export interface TheirTrail {
  news: TrailNews;
  /** False where there is nothing of it. */
  isThere: boolean;
  /** Nothing that there is of it is not as it was written. */
  isSound: boolean;
  /** What it is known by. Throws what the disk has thrown. */
  hash: () => string;
}

/** Read once, for whatever is judged by it. `now`: ms since 1970. Throws what the disk throws. */
export async function trailIn(path: string, vault: Vault, now: () => number): Promise<TheirTrail> {
  const { disk, hash } = await readTrailOnce(path);
  const reading = await readTrail({
    disk,
    folder: path,
    headPlaces: [join(path, BESIDE_HEAD), join(path, HEAD_FILE)],
    mac: (text) => vault.trailMac(text),
    now,
    isExpected: false,
  });
  const { manager, cashier } = reading.chains;
  if (cashier.unread !== null) throw cashier.unread;
  const news = new TrailNews(now);
  const isSound = reading.findings.length === 0;
  news.learn(sureLines(manager), isSound);
  return { news, isThere: !reading.isNew, isSound, hash };
}

/**
 * Its saves with what their key opens. Who has put the folder there, with a key of his own, may have sealed anything: a
 * body that no form of ours has made is not signed, and counts as one that does not open. `now`: ms since 1970.
 */
export function openedWith(
  vault: Vault,
  { saves }: Pick<StoreContent, 'saves'>,
  now: number,
): { saves: ComingBack[]; refused: number; opensAny: boolean; isEdited: boolean } {
  // Whatever the clock says now: a customer of fourteen was fourteen when the save was made.
  const latest = [...saves.values()]
    .filter(({ createdAt }) => timeSchema.safeParse(createdAt).success)
    .reduce((time, { createdAt }) => Math.max(time, createdAt), now);
  const check = contentCheck(believedDay(latest));
  const bodies = [...saves.values()].map((read) => {
    const save: Save = withSealedWords(vault, read);
    const body = openBody(vault, save);
    return { save, body, isOurs: body !== null && isOurs(save, body, check) };
  });
  const sealed = bodies.filter(({ save }) => save.sealedBody !== null);
  return {
    saves: bodies.map(({ save, body, isOurs: isKept }) => ({
      save: holdsItsFacts(vault, save) ? save : { ...save, factsKey: null },
      body: isKept ? body : null,
      words: openWords(vault, save),
    })),
    refused: sealed.filter(({ body, isOurs: isKept }) => body !== null && !isKept).length,
    // A body that does not open says nothing of that, in a format that had no other proof.
    isEdited: bodies.some(
      ({ save }) =>
        !holdsItsFacts(vault, save) && (save.factsKey !== null || save.sealedBody === null),
    ),
    opensAny: sealed.length === 0 || sealed.some(({ body }) => body !== null),
  };
}

/** What the body says is what stands beside it, and could have been said to a form. */
function isOurs(save: Save, body: string, check: ReturnType<typeof contentCheck>): boolean {
  const { requestId, brandId, operatorId, correctionOf, consent } = save;
  if (!consentSchema.safeParse(consent).success) return false;
  if (check({ body, operatorId, correctionOf, consent }) !== null) return false;
  const read = readBody(body);
  return read.requestId === requestId && (brandId ?? read.origin.brandId) === read.origin.brandId;
}

/**
 * What could not be read of it is kept when the rest goes: as copies, since a folder that is not taken in after all is read
 * once more. `now`: ms since 1970. Throws what the disk throws.
 */
export function keepDamaged(path: string, content: StoreContent, now: number): Promise<void> {
  return keepEvidence(realDisk, path, content.damaged, now);
}
