import type { Save } from '../../app/outbox/save.ts';
import { unlessLost } from '../files/diskAnswer.ts';
import type { ReadTotals } from '../totals/totalsFile.ts';
import { holdsItsFacts } from '../vault/sealedBody.ts';
import type { Vault } from '../vault/vault.ts';
import { ReachedFile } from '../witness/reachedFile.ts';

/**
 * The highest slip number of which something that a folder's own key has sealed tells that it was given there: a save, what was
 * counted of one that is forgotten, or what its third place had told. Its mark and the lines beside that anybody can write who can
 * write to the folder. What lies on a bad sector tells nothing. Throws what the disk
 * throws else. `totals`: the folder's.
 */
export async function surelyGiven(
  path: string,
  vault: Vault,
  { saves, totals }: { saves: Iterable<Save>; totals: ReadTotals },
): Promise<number> {
  const reached = await unlessLost(new ReachedFile(path, vault).read());
  let highest = reached?.lastSequence ?? 0;
  for (const save of saves)
    if (save.sequence > highest && holdsItsFacts(vault, save)) highest = save.sequence;
  if (typeof totals === 'string') return highest;
  for (const { sequence } of totals.leaving) highest = Math.max(highest, sequence);
  return Math.max(highest, totals.counted.at(-1)?.[1] ?? 0);
}
