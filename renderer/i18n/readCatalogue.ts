import { together } from '../../app/messages/together.ts';

const FOLDER = '../../app/messages';

/** Each file is a chunk of its own. The original comes another way: its first file with the page. */
const FILES = import.meta.glob<Record<string, object>>(
  ['../../app/messages/*.json', '!../../app/messages/zh-CN*.json'],
  { import: 'default' },
);

/**
 * Every word of a language other than the original.
 * @throws where no such catalogue lies beside the page
 */
export async function readCatalogue(locale: string): Promise<Record<string, object>> {
  const [early, later] = [
    FILES[`${FOLDER}/${locale}.json`],
    FILES[`${FOLDER}/${locale}.later.json`],
  ];
  if (early === undefined || later === undefined) throw new Error(`no catalogue for ${locale}`);
  const [first, second] = await Promise.all([early(), later()]);
  return together(first, second);
}
