import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import { setAside } from '../files/setAside.ts';
import { type DataKey, type KeyWrapper, loadDataKey } from './dataKey.ts';
import { plainWrapper } from './keyWrappers.ts';

/** What a key seals or signs: kept beside for support when that key is lost, so that new files do not write over it. */
const SEALED_FILE =
  /^((settings|pin)\.json|outbox-\d+\.(journal|snapshot)|audit-(manager|cashier)-\d+\.trail)$/;

/**
 * The data key of a folder. Where it is another one than what lies there was sealed with (its file does not open, or is
 * gone), that is set aside and told. `now`: ms since 1970.
 */
export async function keyOfFolder(
  folder: string,
  wrapper: KeyWrapper,
  now: () => number,
): Promise<Omit<DataKey, 'isReplacement'>> {
  const hadKey = existsSync(join(folder, 'key.json'));
  const { isReplacement, ...dataKey } = await loadDataKey(folder, wrapper, plainWrapper, now);
  if (!isReplacement && hadKey) return dataKey;
  const sealed = await setAsideSealed(folder, now());
  const missing: StoreNotice[] =
    !isReplacement && sealed.length > 0
      ? [{ code: 'store.key-unreadable', detail: 'key.json ENOENT' }]
      : [];
  return { ...dataKey, notices: [...dataKey.notices, ...missing, ...sealed] };
}

async function setAsideSealed(folder: string, now: number): Promise<StoreNotice[]> {
  const notices: StoreNotice[] = [];
  for (const name of readdirSync(folder).filter((one) => SEALED_FILE.test(one))) {
    const detail = await setAside(join(folder, name), now);
    notices.push({ code: 'store.set-aside', detail });
  }
  return notices;
}
