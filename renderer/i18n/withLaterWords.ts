import { getI18n } from 'react-i18next';

/**
 * A screen that is loaded when it is opened, with its words: the first screen carries neither. English
 * comes as a whole when it is chosen, so only the Chinese words are asked for here.
 */
export async function withLaterWords<Screen>(screen: Promise<Screen>): Promise<Screen> {
  const { CATALOGUES } = await import('../../app/messages/catalogues.ts');
  getI18n().addResourceBundle('zh-CN', 'translation', CATALOGUES['zh-CN']);
  return screen;
}
