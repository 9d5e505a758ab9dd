import { ERASURE_FORMAT } from './erasingNews.ts';
import type { Known } from './firstEntries.ts';
import { lacksLines, type TrailReading } from './readTrail.ts';
import { beginsLate } from './settingsNews.ts';
import type { TrailNews } from './trailNews.ts';

/**
 * Doubts what lines that are gone may have told; gives what the line about that carries. To be called before anything is
 * written behind the reading: the file that is begun then remembers it. `wasWhole`: in this run, and what was known then holds
 * on; `isKeyNew`: the key was made in this start.
 */
export function doubtLostLines(
  news: TrailNews,
  reading: TrailReading,
  { wasWhole, isKeyNew }: { wasWhole: boolean; isKeyNew: boolean },
): Known {
  const { settings, erasings } = news;
  const { manager } = reading.chains;
  const isInDoubt = manager.findings.length > 0 && !wasWhole;
  if (isInDoubt) settings.doubt();
  // A head alone that the disk has lost takes nobody back.
  if (isInDoubt && lacksLines(manager)) erasings.doubt();
  // Also where the disk has refused its first file, in this run or before it.
  const isBegun = wasWhole && reading.findings.length > 0;
  if (!isBegun && beginsLate(reading, isKeyNew)) settings.beginLate();
  const settingsRevision = settings.revision.highest;
  return {
    tries: news.tries,
    ...(settingsRevision > 0 && { settingsRevision }),
    ...(isInDoubt && { areSettingsUnsure: true }),
    ...(erasings.areUnsure && { erasureFormat: ERASURE_FORMAT }),
  };
}
