import { expect, test } from 'vitest';
import { closingWords, waitWords } from './waitWords.ts';

test('only where nothing waits for the network nor for somebody all members are called sent', () => {
  expect(waitWords('zh-CN', { waiting: 0, held: 0 })).toBe('会员都已上传。');
  expect(waitWords('zh-CN', { waiting: 0, held: 1 })).toBe('有 1 位会员需要处理，尚未完成上传。');
  expect(waitWords('zh-CN', { waiting: 3, held: 0 })).toBe('还有 3 位会员没有上传。');
});

test('what becomes of those that wait is not said of those that need somebody', () => {
  expect(waitWords('en', { waiting: 2, held: 1 }, ' They are sent later.').split('\n')).toEqual([
    'Members not sent yet: 2. They are sent later.',
    'Members that somebody has to look at, not registered yet: 1.',
  ]);
  expect(waitWords('en', { waiting: 0, held: 1 }, ' They are sent later.')).not.toContain('later');
});

test('closing asks about what is to be sent where anything is, and else says nothing of sending later', () => {
  const some = closingWords('zh-CN', { waiting: 2, held: 0 });
  expect(some.message).toBe('关闭窗口以后要继续上传吗？');
  expect(some.detail).toContain('下次启动后自动上传');
  expect(closingWords('zh-CN', { waiting: 0, held: 1 }).message).toBe(some.message);
  expect(closingWords('zh-CN', { waiting: 0, held: 0 })).toEqual({
    message: '最小化，还是退出？',
    detail: '会员都已上传。\n最小化：随时可以接着登记。退出：要再启动才能登记。',
  });
  const { detail } = closingWords('en', { waiting: 0, held: 0 }, false);
  expect(detail).toMatch(/^What stands in the form, or waits for F3, cannot all be kept now/);
});
