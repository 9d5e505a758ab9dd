import { useEffect, useState } from 'react';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { Identity } from '../../app/outbox/identity.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { isSameIdentity } from './identity.ts';
import { worthKeeping } from './putAside.ts';
import type { RegistrationDesk } from './RegistrationDesk.ts';

/**
 * Nothing of whoever was erased stays in the form. Main says it to the page that is there by then: the one that has asked may
 * be gone. Gives what that one calls with whom it asks about; what comes back is called when it has its answer.
 */
export function useErasedPerson(
  desk: Pick<RegistrationDesk, 'dispatch' | 'snapshot'>,
): (identity: Identity) => () => void {
  const bridge = useBridge();
  const [asked] = useState(() => new Set<{ identity: Identity; typed: MemberInput | null }>());
  useEffect(
    () =>
      bridge.onPersonErased((news) => {
        const isOfThem = (one: { identity: Identity }) =>
          isSameIdentity(one.identity, news.identity);
        const typed = [...asked].find(isOfThem)?.typed ?? null;
        desk.dispatch({ type: 'person-erased', person: { ...news, typed } });
      }),
    [bridge, desk, asked],
  );
  return (identity) => {
    // Whoever leaves the page meanwhile may write the next customer over them, in the same form.
    const note = { identity, typed: worthKeeping(desk.snapshot())?.values ?? null };
    asked.add(note);
    return () => asked.delete(note);
  };
}
