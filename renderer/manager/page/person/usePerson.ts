import { useEffect, useRef, useState } from 'react';
import type { Identity } from '../../../../app/outbox/identity.ts';
import type {
  PersonErasedView,
  PersonReason,
  PersonSave,
  PersonValues,
  PersonView,
} from '../../../../app/person/personView.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { closeThenFocus } from '../../../focus/closeThenFocus.ts';
import { focusLastField } from '../../../focus/lastField.ts';
import { useIsShown } from '../../../parts/useIsShown.ts';
import { isSameIdentity } from '../../../save/identity.ts';
import { useCounterForm } from '../../CounterContext.ts';
import { useOneAtATime } from '../../useOneAtATime.ts';
import { type ManagerAnswer, type ManagerFailure, useManager } from '../ManagerContext.ts';

/** Who was looked up, and what came of it. */
export interface FoundPerson {
  identity: Identity;
  view: PersonView;
  /** Once somebody has asked for them, with a reason. */
  values: readonly PersonValues[] | null;
}

/** Where the section stands; what was last said stays until the next thing is asked. */
interface Shown {
  found: FoundPerson | null;
  /** It is asked whether to erase them. */
  isErasing: boolean;
  isBusyErasing: boolean;
  erased: PersonErasedView | null;
  /** The file of a page that was written. */
  file: string | null;
  failure: ManagerFailure | null;
}

const NOTHING: Shown = {
  found: null,
  isErasing: false,
  isBusyErasing: false,
  erased: null,
  file: null,
  failure: null,
};

/** Whoever wants them gives a reason once more. */
function withoutValues(before: Shown): Shown {
  return before.found === null ? before : { ...before, found: { ...before.found, values: null } };
}

/** One person on the manager's page, and what can be done about their data. */
export function usePerson() {
  const bridge = useBridge();
  const counter = useCounterForm();
  const { operatorId, call, close, hasEnded, openings } = useManager();
  const [shown, setShown] = useState<Shown>(NOTHING);
  const oneAtATime = useOneAtATime();
  /** Whom the search names, until that is answered; or null. */
  const searched = useRef<Identity | null>(null);
  const isShown = useIsShown();
  /** The session that stands, by how often the PIN was given; null: none does. */
  const session = hasEnded ? null : openings;
  const latestSession = useRef(session);
  useEffect(() => {
    latestSession.current = session;
    if (session === null) setShown(withoutValues);
  }, [session]);
  const { found } = shown;

  /** What was asked, or null where it was refused, which is said. */
  const asked = async <Value>(answering: Promise<ManagerAnswer<Value>>): Promise<Value | null> => {
    const answer = await answering;
    const failure = answer.ok ? null : answer.code;
    setShown((before) => ({ ...before, failure, erased: null, file: null }));
    return answer.ok ? answer.value : null;
  };

  /** Whoever is shown is whom the search names: what it named before, and is put right by now, is shown to nobody. */
  const findSearched = async () => {
    for (let identity = searched.current; identity !== null; ) {
      const who = identity;
      const view = await asked(call(() => bridge.findPerson({ identity: who, operatorId })));
      identity = searched.current;
      if (!isSameIdentity(identity, who)) continue;
      searched.current = null;
      const found = view && { identity: who, view, values: null };
      return setShown(({ failure }) => ({ ...NOTHING, found, failure }));
    }
  };
  const find = (identity: Identity) => {
    // What an erasing comes to is read first.
    if (shown.isBusyErasing) return;
    searched.current = identity;
    void oneAtATime(findSearched);
  };
  /** Somebody else is being typed: nothing more is done about who was shown by what stood there. */
  const leaveFound = () => {
    searched.current = null;
    setShown((before) =>
      before.isBusyErasing ? before : { ...before, found: null, isErasing: false },
    );
  };
  /** A search that comes meanwhile has its turn behind it. */
  const beforeSearch = (work: () => Promise<unknown>) =>
    oneAtATime(async () => {
      await work();
      await findSearched();
    });

  const showValues = async (reason: PersonReason) => {
    if (found === null) return;
    const { identity } = found;
    const values = await asked(call(() => bridge.showPerson({ identity, operatorId, reason })));
    // Whose PIN it was asked with has perhaps left by now.
    if (values === null || latestSession.current !== session) return;
    setShown((before) =>
      before.found?.identity === identity ? { ...before, found: { ...found, values } } : before,
    );
  };

  const exportPage = async (reason: PersonReason) => {
    if (found === null) return;
    const { identity } = found;
    const written = await asked(call(() => bridge.exportPerson({ identity, operatorId, reason })));
    if (written !== null) setShown((before) => ({ ...before, file: written.file }));
  };

  const erase = async () => {
    if (found === null) return;
    const { identity, view } = found;
    const { token } = view;
    const endNote = counter.noteErasing(identity);
    setShown((before) => ({ ...before, isBusyErasing: true }));
    const asking = asked(call(() => bridge.erasePerson({ identity, operatorId, token })));
    const erased = await asking.finally(endNote);
    if (erased === null) {
      setShown((before) => ({ ...before, isErasing: false, isBusyErasing: false }));
      return;
    }
    setShown({ ...NOTHING, erased });
  };

  /** The way of every correction: the form is filled, and the page goes. */
  const correct = async ({ requestId }: PersonSave) => {
    const draft = await asked(call(() => bridge.readForCorrection({ requestId, operatorId })));
    // The page was left meanwhile, or this part of it: nobody waits for this person any more.
    if (draft === null || !isShown.current) return;
    closeThenFocus(close, focusLastField);
    counter.correct(draft);
  };

  return {
    ...shown,
    find,
    leaveFound,
    showValues: (reason: PersonReason) => beforeSearch(() => showValues(reason)),
    exportPage: (reason: PersonReason) => beforeSearch(() => exportPage(reason)),
    askToErase: (isErasing: boolean) => setShown((before) => ({ ...before, isErasing })),
    erase: () => oneAtATime(erase),
    correct: (save: PersonSave) => beforeSearch(() => correct(save)),
  };
}
