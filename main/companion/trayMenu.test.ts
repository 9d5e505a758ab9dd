import { describe, expect, test } from 'vitest';
import type { OutboxView, QueuePause, StoreWarning } from '../../app/outbox/outboxView.ts';
import { trayRows, trayText } from './trayMenu.ts';
import { trayState } from './trayState.ts';

const NOT_PAUSED: QueuePause = { kind: 'none' };
const stateOf = (
  waiting: number,
  held: number,
  pause: QueuePause = NOT_PAUSED,
  warnings: StoreWarning[] = [],
) => trayState({ counts: { held } as OutboxView['counts'], waiting, pause, warnings });
const OFFLINE: QueuePause = { kind: 'unreachable', retryAt: null };

describe('the tray’s picture', () => {
  test.each([
    ['all is sent', stateOf(0, 0), 'sent'],
    ['one waits', stateOf(1, 0), '1'],
    ['nine wait', stateOf(9, 0), '9'],
    ['more wait', stateOf(10, 0), 'many'],
    ['nothing is sent now', stateOf(3, 0, OFFLINE), 'stopped'],
    ['nothing is sent now, and nothing waits', stateOf(0, 0, OFFLINE), 'sent'],
    ['somebody has to look', stateOf(3, 1, OFFLINE), 'held'],
  ])('says that %s', (_what, state, sign) => {
    expect(state.sign).toBe(sign);
  });
});

test.each([
  'store.other-program',
  'store.disk-full',
  'store.read-only',
  'store.write-failed',
] as const)('the tray says that nothing is sent while the store takes nothing: %s', (code) => {
  const refused = (waiting: number) =>
    stateOf(waiting, 0, NOT_PAUSED, [
      { code: 'audit.broken', detail: '' },
      { code, detail: '' },
    ]);
  expect(refused(1)).toMatchObject({ sign: 'stopped', isStopped: true });
  expect(refused(0)).toMatchObject({ sign: 'sent', isStopped: false });
});

test('the tray’s text has the numbers in words, in the language of the till', () => {
  expect(trayText('zh-CN', stateOf(0, 0))).toBe('Tillside · 全部已上传');
  expect(trayText('zh-CN', stateOf(12, 2, OFFLINE))).toBe(
    'Tillside · 待上传 12 位 · 暂停上传 · 需处理 2 位',
  );
  expect(trayText('en', stateOf(1, 0))).toBe('Tillside · 1 waiting');
});

test('the tray’s menu opens the window, sends what waits, and quits', () => {
  expect(trayRows('en', stateOf(2, 0), { mayQuit: true })).toEqual([
    { label: '2 waiting', action: null },
    'line',
    { label: 'Open the window', action: 'open' },
    { label: 'Send now', action: 'send-now' },
    'line',
    { label: 'Quit…', action: 'quit' },
  ]);
  const nothing = trayRows('en', stateOf(0, 1), { mayQuit: true });
  expect(nothing.map((row) => (row === 'line' ? row : row.action))).toEqual([
    null,
    'line',
    'open',
    'line',
    'quit',
  ]);
});

test('a kiosk’s menu quits nothing', () => {
  const actions = trayRows('en', stateOf(2, 0), { mayQuit: false }).map((row) =>
    row === 'line' ? row : row.action,
  );
  expect(actions).toEqual([null, 'line', 'open', 'send-now']);
});
