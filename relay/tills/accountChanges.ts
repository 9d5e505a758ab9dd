import { openSecret, sealSecret } from '../keys/wrappedSecret.ts';
import type { ChainAccount, WrappedSecret } from '../state/relayState.ts';
import type { AccountOrder, AccountView, Done } from './administration.ts';
import type { AdministrationDesk } from './desk.ts';
import { isAway, notWritten, ofKeys, problem, STATE_AWAY } from './problems.ts';
import { accountViewOf } from './tillView.ts';

/** The platform knows a save by its id and the app: what one app has taken, the other registers once more. */
const OTHER_APP = problem(
  'account.other-app',
  'The chain is another app to the platform until now. What tills have sent under that one without hearing of it would be registered once more: order it as another app (--other-app) when no till has such a save. Nothing was changed.',
);

/**
 * What the chain is to the platform, from now on. The secret of before stays behind the new one where the order says so,
 * and where it is the same app's: the two may be exchanged before or after the platform does. Its session stays where no
 * other one is said, nor that there is none.
 */
export async function setAccount(
  { state, keys }: AdministrationDesk,
  order: AccountOrder,
): Promise<Done<AccountView>> {
  const { appKey, appSecret, keepsFormer, isOtherApp = false, dropsSession = false } = order;
  const there = await state.account();
  if (isAway(there)) return STATE_AWAY;
  if (there !== null && there.appKey !== appKey && !isOtherApp) return OTHER_APP;
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
  // Whoever brings another secret seldom brings the session along; without it the platform refuses every call.
  const formerSession = dropsSession || there?.appKey !== appKey ? null : there.session;
  const session = order.session ?? formerSession;
  const account: ChainAccount = { appKey, session, secrets, version: (there?.version ?? 0) + 1 };
  const written = await state.putAccount(account, there?.version ?? null);
  return notWritten(written) ?? { ok: true, value: accountViewOf(account) };
}
