import { getI18n } from 'react-i18next';
import { together } from '../../app/messages/together.ts';
import zhCN from '../../app/messages/zh-CN.json' with { type: 'json' };
import { ORIGINAL } from '../../app/settings/locales.ts';

/**
 * A screen that is loaded when it is opened, with its words: the first screen carries neither. Any other language
 * comes as a whole when it is chosen, so only the words of the original are asked for here.
 */
export async function withLaterWords<Screen>(screen: Promise<Screen>): Promise<Screen> {
  const { default: later } = await import('../../app/messages/zh-CN.later.json');
  getI18n().addResourceBundle(ORIGINAL, 'translation', together(zhCN, later));
  return screen;
}
