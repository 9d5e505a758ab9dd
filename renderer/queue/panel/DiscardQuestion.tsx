import { useContext } from 'react';
import type { DiscardReason } from '../../../app/outbox/save.ts';
import { HasPinContext } from '../../manager/HasPinContext.ts';
import { PinPrompt } from '../../manager/PinPrompt.tsx';
import { DiscardReasons } from './DiscardReasons.tsx';

interface DiscardQuestionProps {
  /** What the manager is asked for, and the word on the button that does it. */
  title: string;
  action: string;
  onReason: (reason: DiscardReason) => void;
  onGiveUp: () => void;
}

/** What comes before the PIN where something is discarded: its reason, or that there is no PIN to give. */
export function DiscardQuestion({ title, action, onReason, onGiveUp }: DiscardQuestionProps) {
  // Nobody looks for a reason only to hear then that it cannot be done here.
  if (useContext(HasPinContext)) return <DiscardReasons onReason={onReason} onGiveUp={onGiveUp} />;
  return (
    <PinPrompt
      title={title}
      action={action}
      isDanger
      // It takes no PIN, and is gone as soon as there is one.
      onPin={() => Promise.resolve(null)}
      onClose={onGiveUp}
    />
  );
}
