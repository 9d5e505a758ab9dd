import type { Keyed } from './keyProblem.ts';

/** A data key under a master key. */
export interface WrappedDataKey {
  masterKeyId: string;
  wrapped: Uint8Array;
}

/**
 * Who keeps the master keys, in the shape of a KMS: they never leave it, it wraps and unwraps data keys. `context` is
 * what a KMS calls the encryption context: what was wrapped for one is not unwrapped for another. No method throws.
 */
export interface MasterKeyPort {
  /** The key that wraps. What bears another id is for `keys rewrap` to move. */
  readonly wrappingKeyId: string;
  wrap(dataKey: Uint8Array, context: string): Promise<Keyed<WrappedDataKey>>;
  unwrap(dataKey: WrappedDataKey, context: string): Promise<Keyed<Uint8Array>>;
}
