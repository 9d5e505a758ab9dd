import { identityTexts } from '../../app/outbox/identity.ts';
import { hasLeft } from '../../app/outbox/passing.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { Vault } from '../../main/vault/vault.ts';
import type { ReadFolder } from './readFolder.ts';

/** Whether a later save of the same person has left, by the body of the earlier one. */
export type Passed = (body: string) => boolean;

/**
 * Of a queue that was set aside: whether somebody's save in it would write older data over newer, because a later queue
 * has sent one of the same person. Where the hashes of such a queue cannot be made, nobody knows, and it counts as so.
 */
export function passedBy(later: readonly ReadFolder[]): Passed {
  const tests = later.map(({ content, keys }): Passed => {
    const left = [...content.saves.values()].filter(hasLeft);
    if (left.length === 0) return () => false;
    const [current, ...former] = keys?.hasCurrent ? keys.keys : [];
    if (current === undefined) return () => true;
    const vault = new Vault(current, former, keys?.hashing ?? null);
    const people = new Set(left.flatMap(({ identityKeys }) => identityKeys));
    return (body) => {
      const { origin, member } = readBody(body);
      const texts = identityTexts(origin.brandId, member);
      return texts.some((text) => people.has(vault.identityKey(text)));
    };
  });
  return (body) => tests.some((test) => test(body));
}
