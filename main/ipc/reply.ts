import type { BridgeError, BridgeResult } from '../../app/ipc/bridge.ts';

export function done<T>(value: T): BridgeResult<T> {
  return { ok: true, value };
}

export function failed(code: BridgeError['code']): { ok: false; error: BridgeError } {
  return { ok: false, error: { code } };
}
