import { expect, test } from 'vitest';
import { beginSending } from './beginSending.ts';

function parts(standing: 'ours' | 'looking', isUnread = false) {
  const done: string[] = [];
  let letBeCalm = () => {};
  const calm = new Promise<void>((resolve) => {
    letBeCalm = resolve;
  });
  const given = {
    computer: {
      standing,
      look: async () => void done.push('look'),
      onQuestion: () => {},
    },
    mark: { isUnread, look: async () => void (isUnread && done.push('watermark')) },
    witness: { use: async () => void done.push('second place') },
    settings: { provision: null, onChanged: () => {} },
    whenCalm: () => calm,
    start: () => void done.push('send'),
  };
  return { given, done, letBeCalm };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('what another process is asked waits for the window, and sending for its answer', async () => {
  const { given, done, letBeCalm } = parts('looking');
  beginSending(given);
  await settled();
  expect(done).toEqual([]);
  letBeCalm();
  await settled();
  expect(done).toEqual(['look', 'send']);
});

test('where there is nothing to find out, sending waits for nothing', () => {
  const { given, done } = parts('ours');
  beginSending(given);
  expect(done).toEqual(['send']);
});

test('nor is anything sent before the watermark beside the folder was read, or what waits counts as sent', async () => {
  const { given, done, letBeCalm } = parts('ours', true);
  beginSending(given);
  await settled();
  expect(done).toEqual([]);
  letBeCalm();
  await settled();
  expect(done).toEqual(['look', 'watermark', 'second place', 'send']);
});
