import { z } from 'zod';
import { isWellFormed } from '../member/wellFormed.ts';

const words = (limit: number) =>
  z
    .string({ error: 'must be text' })
    .min(1, 'must not be empty')
    .max(limit, { error: `must have at most ${limit} characters`, abort: true })
    .refine(isWellFormed, 'has a broken character');

/** What the chain tells its customers about their data, before they agree. */
export const noticeSchema = z.strictObject({
  version: words(32).meta({
    description: 'Stored with every consent; change it whenever the words of the notice change',
  }),
  title: words(40).optional().meta({ description: 'As it is called at the counter: 会员须知' }),
  text: words(20_000).optional().meta({
    description: 'The words themselves, shown at the till; leave out where they lie at the counter',
  }),
});

export type Notice = z.infer<typeof noticeSchema>;

/** The version of the words in `app/messages` (`consent.builtIn`), used where the chain gives none. */
const BUILT_IN_VERSION = 'tillside-1';

/** The version that a customer agrees to now. `notice`: null where the chain gives none. */
export function noticeVersion(notice: Notice | null): string {
  return notice?.version ?? BUILT_IN_VERSION;
}
