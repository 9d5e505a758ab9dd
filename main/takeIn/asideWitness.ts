import type { Clock } from '../clock/clock.ts';
import { ComputerFile } from '../computer/computerFile.ts';
import { NO_INSTALLATION } from '../computer/installation.ts';
import { unlessLost } from '../files/diskAnswer.ts';
import { isDone } from '../files/isDone.ts';
import type { StoreContent } from '../journal/storeContent.ts';
import type { Watermark } from '../journal/watermark.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';
import type { Vault } from '../vault/vault.ts';
import { NOTHING, ReachedFile } from '../witness/reachedFile.ts';
import { readWitness } from '../witness/readWitness.ts';
import type { AskWitness } from '../witness/witnessElsewhere.ts';
import { witnessName } from '../witness/witnessText.ts';
import type { TheirSettings } from './readAside.ts';

/** How long third places are waited for (ms). */
const LONGEST_LOOK = 8_000;

interface AskingAside {
  /** The folder's own. */
  vault: Vault;
  /** Its settings: without any it had no such place. */
  theirs: Pick<TheirSettings, 'provision' | 'tillId'> | null;
  /** The till's own. */
  settings: Pick<SettingsStore, 'provision'>;
  /** What its store has come to. */
  come: Watermark;
  ask: AskWitness;
  /** No slip up to this one is given any more. Throws what the disk throws. */
  goOnBehind: (lastSequence: number) => Promise<void>;
}

/** `unsure`: something is missing, or nobody knows; `not-kept`: something is, and the disk has not kept how much. */
type AsideHeard = 'newest' | 'unsure' | 'not-kept';

/**
 * Asks the third place under the name that the till of a folder had there, which goes by its key: the queue of now has
 * another, and would hear nothing of a folder whose drive was set back before it was set aside. What it tells is among the
 * warnings then. Throws what the disk throws, also where it does not give a file of the folder now.
 */
export async function hearAside(
  path: string,
  { warnings }: Pick<StoreContent, 'warnings'>,
  { vault, theirs, settings, come, ask, goOnBehind }: AskingAside,
): Promise<AsideHeard> {
  // The place of then, and the one of now: it may have another letter since.
  const named = [theirs?.provision, settings.provision].map((one) => one?.watermarkFolder ?? '');
  const places = new Set(named.filter((folder) => folder !== ''));
  if (theirs === null || places.size === 0) return 'newest';
  const record = await unlessLost(new ComputerFile(path, vault).readNow());
  if (record === null || record === 'unreadable') return 'unsure';
  const installation = record === 'missing' ? NO_INSTALLATION : record.installation;
  const name = witnessName(vault, theirs.tillId, installation);
  const reached = await unlessLost(new ReachedFile(path, vault).read());
  const { lostNumbers, lastSequence, unseen } = reached ?? NOTHING;
  const known = Math.max(come.lastSequence, lastSequence);
  const least = (unseen ?? come).lastNumber + lostNumbers;
  let heard: AsideHeard = reached === null ? 'unsure' : 'newest';
  let isKnown = false;
  for (const folder of places) {
    const read = await readWitness({ ask, vault, folder, name, known, longest: LONGEST_LOOK });
    if (!read.ok) heard = 'unsure';
    if (!read.ok || read.there === null) continue;
    isKnown = true;
    const missing = Math.max(0, read.there.lastNumber - least);
    if (missing === 0 && read.there.lastSequence <= known) continue;
    heard = 'unsure';
    if (!(await isDone(goOnBehind(read.there.lastSequence)))) return 'not-kept';
    const detail = `${missing} (${known} < ${read.there.lastSequence})`;
    warnings.push({ code: 'store.went-backwards', detail });
  }
  // Without the file that names it the till may have another name there: that nothing has this one says nothing.
  return record === 'missing' && !isKnown ? 'unsure' : heard;
}

/**
 * One that has not answered is not waited for once more, and for all of them together no longer than for one, however many
 * folders come back at a start, and name one each.
 */
export function eachPlaceOnce(
  ask: AskWitness,
  { monotonic }: Pick<Clock, 'monotonic'>,
): AskWitness {
  const away = new Set<string>();
  let left = LONGEST_LOOK;
  return async (question, longest) => {
    if (left <= 0 || away.has(question.folder)) return { ok: false, code: 'NO_ANSWER' };
    const askedAt = monotonic();
    const answer = await ask(question, Math.min(longest, left));
    left -= monotonic() - askedAt;
    if (!answer.ok) away.add(question.folder);
    return answer;
  };
}
