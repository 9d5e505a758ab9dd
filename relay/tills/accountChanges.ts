import { openSecret, sealSecret } from '../keys/wrappedSecret.ts';
import type { ChainAccount, WrappedSecret } from '../state/relayState.ts';
import type { AccountOrder, AccountView, Done } from './administration.ts';
import type { AdministrationDesk } from './desk.ts';
import { isAway, notWritten, ofKeys, STATE_AWAY } from './problems.ts';
import { accountViewOf } from './tillView.ts';

/**
 * What the chain is to the platform, from now on. The secret of before stays behind the new one where the order says so,
 * and where it is the same app's: the two may be exchanged before or after the platform does.
 */
export async function setAccount(
  { state, keys }: AdministrationDesk,
  { appKey, appSecret, session, keepsFormer }: AccountOrder,
): Promise<Done<AccountView>> {
  const there = await state.account();
  if (isAway(there)) return STATE_AWAY;
  const owner = { kind: 'account', appKey } as const;
  const former = there?.appKey === appKey ? there.secrets : [];
  let first: WrappedSecret | undefined;
  const others: WrappedSecret[] = [];
  for (const secret of former) {
    const opened = await openSecret(keys, secret, owner);
    if (!opened.ok) return ofKeys(opened);
    if (opened.value === appSecret) first = secret;
    else others.push(secret);
  }
  if (first === undefined) {
    const sealed = await sealSecret(keys, appSecret, owner);
    if (!sealed.ok) return ofKeys(sealed);
    first = sealed.value;
  }
  const secrets = [first, ...(keepsFormer ? others.slice(0, 1) : [])];
  const account: ChainAccount = { appKey, session, secrets, version: (there?.version ?? 0) + 1 };
  const written = await state.putAccount(account, there?.version ?? null);
  return notWritten(written) ?? { ok: true, value: accountViewOf(account) };
}
