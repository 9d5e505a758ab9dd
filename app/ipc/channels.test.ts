import { expect, test } from 'vitest';
import { CALL_NAMES } from './calls.ts';
import { channelOf } from './channels.ts';
import { EVENTS } from './events.ts';

const names = [...CALL_NAMES, ...(Object.keys(EVENTS) as (keyof typeof EVENTS)[])];

test('a call and an event have a channel that is named for them', () => {
  expect(channelOf('getTill')).toBe('tillside:get-till');
  expect(channelOf('goOnWithApp')).toBe('tillside:go-on-with-app');
  expect(channelOf('outboxChanged')).toBe('tillside:outbox-changed');
});

test('no two of them share one', () => {
  expect(new Set(names.map(channelOf)).size).toBe(names.length);
});
