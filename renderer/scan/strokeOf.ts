import type { KeyStroke } from '../../app/scan/burst.ts';

export function strokeOf(event: KeyboardEvent): KeyStroke {
  return {
    type: event.type === 'keyup' ? 'keyup' : 'keydown',
    code: event.code,
    key: event.key,
    shift: event.shiftKey,
    capsLock: event.getModifierState('CapsLock'),
    shortcut: event.ctrlKey || event.altKey || event.metaKey,
    repeat: event.repeat,
    at: event.timeStamp,
  };
}
