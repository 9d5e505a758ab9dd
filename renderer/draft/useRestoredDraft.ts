import { useEffect, useRef, useState } from 'react';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { RestoredDraft } from '../../app/ipc/restoredDraft.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';

/** Where nothing says how long it takes (s). */
const ASK_AGAIN_AFTER = 10;

/** Nobody who has seen the page has had the time to reach for key or scanner by then (ms). */
const AT_ONCE_MS = 1_000;

const HANDS = ['keydown', 'pointerdown'] as const;

/** How often it is looked whether the form is free for it (ms). */
const LOOK_EVERY_MS = 500;

/** Why what was left behind is not back yet. It stays on the disk, and is asked for again, whatever the reason. */
export type DraftRefusal = BridgeError['code'] | 'no-answer';

interface RestoringForm {
  /** `mayComeIn`: it was there at once, and no hand has touched the page yet. */
  restore: (draft: RestoredDraft, mayComeIn: boolean) => void;
  /** Whether there is room for it: what is typed meanwhile goes first. */
  isFree: () => boolean;
  /** A hand at the lock is at no form, and nobody has seen what stands behind it. */
  isLocked: boolean;
  /** From now on nothing may take its place on the disk, until it is released. */
  holdDrafts: () => void;
  releaseDrafts: () => void;
}

/**
 * Asks for what a crash has left behind, once, and again where that is refused for the present; gives why it is not
 * back yet, or null. Only an answer says that there is none: one that cannot be read now would be removed for nothing.
 */
export function useRestoredDraft(form: RestoringForm): DraftRefusal | null {
  const bridge = useBridge();
  const latest = useRef(form);
  const hasAsked = useRef(false);
  const [refusal, setRefusal] = useState<DraftRefusal | null>(null);
  useEffect(() => {
    latest.current = form;
  });
  useEffect(() => {
    if (hasAsked.current) return;
    hasAsked.current = true;
    let begunAt = performance.now();
    let isLate = false;
    const touch = () => {
      if (latest.current.isLocked) begunAt = performance.now();
      else isLate = true;
    };
    for (const hand of HANDS) window.addEventListener(hand, touch, { capture: true });
    const isAtOnce = () => {
      const isSeen = !latest.current.isLocked;
      return !isLate && !(isSeen && performance.now() - begunAt >= AT_ONCE_MS);
    };
    const end = () => {
      for (const hand of HANDS) window.removeEventListener(hand, touch, { capture: true });
      setRefusal(null);
      latest.current.releaseDrafts();
    };
    const askWhenFree = () => {
      if (latest.current.isFree()) ask();
      else window.setTimeout(askWhenFree, LOOK_EVERY_MS);
    };
    const askLater = (code: DraftRefusal, waitSeconds = ASK_AGAIN_AFTER) => {
      isLate = true;
      setRefusal(code);
      window.setTimeout(askWhenFree, waitSeconds * 1_000);
    };
    const ask = () => {
      bridge.getDraft().then(
        (answer) => {
          if (!answer.ok) return askLater(answer.error.code, answer.error.waitSeconds);
          if (answer.value !== null) latest.current.restore(answer.value, isAtOnce());
          end();
        },
        () => askLater('no-answer'),
      );
    };
    latest.current.holdDrafts();
    ask();
  }, [bridge]);
  return refusal;
}
