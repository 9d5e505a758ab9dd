import type { KeyWrapper } from '../../main/vault/dataKey.ts';

/** The pretence of a system's key store. */
export const keyStore: KeyWrapper = {
  protection: 'os',
  wrap: (key) => Buffer.from(key.map((byte) => byte ^ 7)),
  unwrap: (wrapped) => Buffer.from(wrapped.map((byte) => byte ^ 7)),
};
