// Written by `npm run generate` from the catalogues that lie here.
import en from './en.json' with { type: 'json' };
import enLater from './en.later.json' with { type: 'json' };
import zhCN from './zh-CN.json' with { type: 'json' };
import zhCNLater from './zh-CN.later.json' with { type: 'json' };

export const FOUND = {
  'zh-CN': [zhCN, zhCNLater],
  en: [en, enLater],
} as const;
