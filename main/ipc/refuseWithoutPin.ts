import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { PinRefusal } from '../../app/settings/pin.ts';
import type { ManagerPin } from '../settings/managerPin.ts';
import type { Till } from '../till.ts';

type Refusal = { ok: false; error: BridgeError };

/**
 * Null where the PIN is the manager's, else the reply of refusal. The page's own lock is a courtesy:
 * every call that needs the manager asks here.
 */
export async function refuseWithoutPin(
  { settings }: Pick<Till, 'settings'>,
  pin: string,
): Promise<Refusal | null> {
  const code = await settings.managerPin.verify(pin);
  return code === 'ok' ? null : pinRefused(settings.managerPin, code);
}

export function pinRefused(
  { lockedFor, triesLeft }: Pick<ManagerPin, 'lockedFor' | 'triesLeft'>,
  code: PinRefusal,
): Refusal {
  switch (code) {
    case 'pin.locked':
      return { ok: false, error: { code, waitSeconds: Math.ceil(lockedFor / 1_000) } };
    case 'pin.wrong':
      return { ok: false, error: { code, triesLeft } };
    default:
      return { ok: false, error: { code } };
  }
}
