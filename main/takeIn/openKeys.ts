import { NewerFormatError } from '../journal/opening.ts';
import type { AsideFolder } from '../vault/asideFolders.ts';
import { KeyClosedError, type KeyWrappers } from '../vault/dataKey.ts';
import { DataKeys } from '../vault/dataKeys.ts';

/** Null where they do not open now. */
export async function openKeys(
  { path }: Pick<AsideFolder, 'path'>,
  wrappers: KeyWrappers,
): Promise<DataKeys | null> {
  try {
    return (await DataKeys.read(path, wrappers))?.keys ?? null;
  } catch (error) {
    if (error instanceof KeyClosedError || error instanceof NewerFormatError) return null;
    throw error;
  }
}
