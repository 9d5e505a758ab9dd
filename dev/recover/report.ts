import { STALE_AFTER_MS } from '../../app/outbox/doubt.ts';
import { ERASURE_RECORD } from '../../main/person/erasureFile.ts';
import { type ExportBasis, type ExportTime, isBehind } from './exportTime.ts';
import type { Gathered } from './gather.ts';
import type { OpenedFolders } from './openFolders.ts';
import { outlookOf } from './outlook.ts';
import { keyFileOf } from './readFolder.ts';

/** What the date of the export stands on, and what to do about it. */
const BASIS: Record<ExportBasis, string> = {
  'last-state':
    'now, by your word that this is the last state and that the PC has sent nothing since',
  'last-change':
    'the last change that the folder shows; from then on the PC may have sent elsewhere',
  record: 'this folder was recovered then, and another till may have sent from then on',
  clock: 'something in it is dated ahead of now: a clock was wrong, and its age is not known',
  behind: 'the folder lacks what the PC had stored last; --is-last-state is not believed',
  'unread-mark':
    'the last change that the folder shows; its watermark cannot be read, so --is-last-state is not believed',
};

/** With these support's word would hold fewer. */
const MAY_BE_LAST: ReadonlySet<ExportBasis> = new Set(['last-change', 'clock']);

/** What was found in the folders, line by line; nothing personal. */
export function foundLines({
  folders,
  erasingLost,
}: Pick<OpenedFolders, 'folders' | 'erasingLost'>): string[] {
  return folders.flatMap((folder) => {
    const { name, content, keys, warnings, record, isKeyFileDamaged, unreadMark } = folder;
    const states = [...content.saves.values()].map(({ state }) => state);
    const open = states.filter((state) => state !== 'accepted' && state !== 'discarded').length;
    const lines = [`${name || 'The data folder'}: ${open} waiting or held, of ${states.length}.`];
    if (isKeyFileDamaged) lines.push(`  ${keyFileOf(folder)} is none that a till writes.`);
    if (keys === null) lines.push('  It has no key of its own: nothing of it opens.');
    for (const place of keys?.damaged ?? []) lines.push(`  Key ${place}: its wrapping is damaged.`);
    for (const place of keys?.closed ?? [])
      lines.push(`  Key ${place}: not wrapped for this recovery key.`);
    for (const { code, detail } of warnings) lines.push(`  ${code}: ${detail}`);
    if (unreadMark !== null) lines.push(`  ${unreadMark}: how far it had come is not known.`);
    if (isBehind(folder)) lines.push('  store.went-backwards: its watermark says so.');
    if (erasingLost.has(folder))
      lines.push(
        `  ${ERASURE_RECORD} cannot be read: who was being erased is not known, and all wait for the manager.`,
      );
    if (record !== null) lines.push(`  It was recovered before, at ${shown(record.at)}.`);
    return lines;
  });
}

/** What goes, what an import would hold, and what stays. `now`: ms since 1970. */
export function outlookLines(
  gathered: Gathered,
  { exportedAt, basis }: ExportTime,
  now: number,
): string[] {
  const { sent, late, doubted, setAside, held } = outlookOf(gathered, now);
  const until = shown(exportedAt + STALE_AFTER_MS);
  const lines = [`Dated ${shown(exportedAt)}: ${BASIS[basis]}.`];
  if (sent > 0) lines.push(`  ${sent} are sent by themselves, if they are sent before ${until}.`);
  if (late > 0) {
    lines.push(`  ${late} will be held for the manager (late-import): the date is over a day old.`);
    if (MAY_BE_LAST.has(basis))
      lines.push('    If this is the disk as the PC left it, say so with --is-last-state.');
  }
  if (doubted > 0)
    lines.push(
      `  ${doubted} will be held for the manager: a send has been in doubt for over a day.`,
    );
  if (setAside > 0)
    lines.push(
      `  ${setAside} were set aside: none goes by itself, and all wait for the manager there.`,
    );
  if (held > 0) lines.push(`  ${held} are held for reasons of their own, and wait there as well.`);
  for (const { folder, slip, why } of gathered.staying)
    lines.push(`  Stays: ${folder === '' ? slip : `${folder} ${slip}`} (${why}).`);
  return lines;
}

/** To the second, in the words of ISO 8601; a time that has no date is told as it is. */
function shown(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : `${date.toISOString().slice(0, 19)}Z`;
}
