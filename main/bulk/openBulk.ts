import type { Vault } from '../vault/vault.ts';
import { BulkFile } from './bulkFile.ts';
import { BulkHistory, type BulkHistoryOptions } from './bulkHistory.ts';
import { BulkRunner, type BulkRunnerOptions } from './bulkRunner.ts';

interface OpenBulkOptions
  extends Omit<BulkRunnerOptions, 'history'>,
    Omit<BulkHistoryOptions, 'file'> {
  /** The data folder. */
  folder: string;
  vault: Pick<Vault, 'trailMac'>;
}

/** What the manager does with many saves at once, with what was done before the program ended last. */
export async function openBulk({
  folder,
  vault,
  ...options
}: OpenBulkOptions): Promise<BulkRunner> {
  const history = new BulkHistory({ ...options, file: new BulkFile(folder, vault) });
  const bulk = new BulkRunner({ ...options, history });
  await bulk.open();
  return bulk;
}
