import type { ParseKeys } from 'i18next';
import zhCN from '../../app/messages/zh-CN.json' with { type: 'json' };

/** The catalogue's key for a code of the schema; a code without words is still said to be wrong. */
export function fieldMessageKey(code: string | undefined): ParseKeys {
  const [group = '', rule = ''] = (code ?? '').split('.');
  const groups: Record<string, unknown> = zhCN.field;
  const words = Object.hasOwn(groups, group) ? groups[group] : undefined;
  const known = typeof words === 'object' && words !== null && Object.hasOwn(words, rule);
  return (known ? `field.${group}.${rule}` : 'field.invalid') as ParseKeys;
}
