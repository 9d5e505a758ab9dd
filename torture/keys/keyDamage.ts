import { checkOf, type KeyWrapper } from '../../main/vault/dataKey.ts';

/** What somebody, or a disk, does to the key's file. */
export const KEY_DAMAGES = ['cut', 'flip', 'double', 'swap', 'delete', 'text'] as const;
export type KeyDamage = (typeof KEY_DAMAGES)[number];

/** The key's file after that, or null where it is gone. `wrapper`: of the other till that `swap` takes it from. */
export function damaged(whole: Buffer, kind: KeyDamage, wrapper: KeyWrapper): Buffer | null {
  const bytes = Buffer.from(whole);
  if (kind === 'delete') return null;
  if (kind === 'cut') return bytes.subarray(0, bytes.length >> 1);
  if (kind === 'double') return Buffer.concat([bytes, bytes]);
  if (kind === 'text') return Buffer.from('{}');
  if (kind === 'swap') return otherTillsKey(wrapper);
  // Within the wrapped key: elsewhere a flip may say the same.
  const at = bytes.indexOf('"wrapped":"') + 14;
  bytes.writeUInt8(bytes.readUInt8(at) === 65 ? 66 : 65, at);
  return bytes;
}

/** A key's file of another till with the same key store: it is whole, and opens nothing here. */
function otherTillsKey(wrapper: KeyWrapper): Buffer {
  const key = Buffer.alloc(32, 9);
  let wrapped = 'AAAA';
  try {
    wrapped = wrapper.wrap(key).toString('base64');
  } catch {
    // The store refuses it as well.
  }
  const entry = { protection: 'os', wrapped, check: checkOf(key), hashing: null, recovery: [] };
  return Buffer.from(JSON.stringify({ format: 2, keys: [entry] }));
}
