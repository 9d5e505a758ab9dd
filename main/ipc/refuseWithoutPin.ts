import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { Till } from '../till.ts';

/**
 * Null where the PIN is the manager's, else the reply of refusal. The page's own lock is a courtesy:
 * every call that needs the manager asks here.
 */
export async function refuseWithoutPin(
  { settings, audit }: Pick<Till, 'settings' | 'audit'>,
  pin: string,
): Promise<{ ok: false; error: BridgeError } | null> {
  const { managerPin } = settings;
  const wasLocked = managerPin.lockedFor > 0;
  const code = await managerPin.verify(pin);
  if (code === 'ok') return null;
  if (code !== 'pin.locked') return { ok: false, error: { code } };
  if (!wasLocked) await audit.record({ action: 'pin.locked', operatorId: null, slip: null });
  return { ok: false, error: { code, waitSeconds: Math.ceil(managerPin.lockedFor / 1_000) } };
}
