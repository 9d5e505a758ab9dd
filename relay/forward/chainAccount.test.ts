import { expect, it } from 'vitest';
import type { ChainAccount, RelayState } from '../state/relayState.ts';
import { sealed, testKeys } from '../testing/testRelay.ts';
import { ChainAccounts, type OpenAccount } from './chainAccount.ts';

const keys = testKeys();

async function accountOf(secret: string, version: number): Promise<ChainAccount> {
  const own = await sealed(keys, secret, { kind: 'account', appKey: 'chain' });
  return { appKey: 'chain', session: null, secrets: [own], version };
}

it('an account that has the number of one that was lost with another server is another one all the same', async () => {
  let stored = await accountOf('lost', 2);
  const state = { account: async () => stored } as unknown as RelayState;
  const accounts = new ChainAccounts(state, keys, () => 0);
  const current = async (): Promise<OpenAccount> => {
    accounts.doubt();
    const found = await accounts.current();
    if (found.kind !== 'account') throw new Error(found.kind);
    return found.account;
  };
  const before = await current();
  expect(before.secrets).toEqual(['lost']);
  stored = await accountOf('of now', 2);
  expect((await current()).secrets).toEqual(['of now']);
  // An answer to a call that had left before.
  accounts.fits(before, 'lost');
  expect((await current()).secrets).toEqual(['of now']);
});
