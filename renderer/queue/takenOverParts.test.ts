import { expect, test } from 'vitest';
import { provisionSchema } from '../../app/settings/provision.ts';
import { createI18n } from '../i18n/createI18n.ts';
import { takenOverParts } from './takenOverParts.ts';

const { t } = createI18n();

test('what a settings file has changed is told by the words of the settings, not by its names in the file', () => {
  expect(takenOverParts(t, 'brand,address,app-key,secret')).toBe(
    '品牌 ID · 网关地址 · App Key · App Secret',
  );
  expect(takenOverParts(t, 'lockAfterMinutes,shopId')).toBe('自动锁屏 · 门店 ID');
  expect(takenOverParts(t, 'first')).toBe('首次配置');
  expect(takenOverParts(t, 'confirmed')).toBe('内容不变');
});

test('every setting that a file can name has such words; what a later version has written stays as it is', () => {
  for (const name of Object.keys(provisionSchema.shape))
    expect(takenOverParts(t, name), name).not.toBe(name);
  expect(takenOverParts(t, 'address,constructor')).toBe('网关地址 · constructor');
});
