import { z } from 'zod';

/** What a list of tills or shops can be put in order by; the same words stand in the address. */
export const SORTS = [
  'look',
  'shop',
  'till',
  'seen',
  'waiting',
  'oldest',
  'held',
  'accepted',
  'clock',
  'disk',
  'version',
] as const;
export type Sort = (typeof SORTS)[number];

/** The languages of the page, the first where the browser wants none of them. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** So long may a search be (characters); what is longer is cut. */
const MAX_SEARCH = 80;

const MAX_ID = 100;

const text = (length: number) =>
  z
    .string()
    .transform((given) => given.trim().slice(0, length))
    .catch('');

/**
 * What the page's address asks for. A part that makes no sense is taken as if it were not there: somebody may have cut the
 * address when passing it on.
 */
const listQuerySchema = z.object({
  by: z.enum(['till', 'shop']).catch('till'),
  sort: z.enum(SORTS).catch('look'),
  dir: z.enum(['asc', 'desc']).catch('asc'),
  only: z.enum(['all', 'needy']).catch('all'),
  q: text(MAX_SEARCH),
  brand: text(MAX_ID),
  shop: text(MAX_ID),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  lang: z.enum(LANGUAGES).nullable().catch(null),
});

export type ListQuery = z.infer<typeof listQuerySchema>;

export function readQuery(query: unknown): ListQuery {
  const given = typeof query === 'object' && query !== null ? query : {};
  return listQuerySchema.parse({ ...given });
}

/** The address of the page with this query; what is as it is without being said is left out. */
export function addressOf(query: ListQuery): string {
  const plain = readQuery({});
  const said = (Object.keys(plain) as (keyof ListQuery)[]).filter(
    (name) => query[name] !== plain[name] && query[name] !== null,
  );
  const parameters = new URLSearchParams(
    said.map((name): [string, string] => [name, String(query[name])]),
  );
  return said.length === 0 ? '/fleet' : `/fleet?${parameters}`;
}
