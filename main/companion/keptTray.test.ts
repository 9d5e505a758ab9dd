import { beforeEach, expect, test } from 'vitest';
import { KeptTray } from './keptTray.ts';

let answers: ((isSeen: boolean) => void)[];
let done: string[];
let takesIcons: boolean;
let tray: KeptTray<string>;
beforeEach(() => {
  answers = [];
  done = [];
  takesIcons = true;
  tray = new KeptTray({
    ask: () => new Promise((resolve) => answers.push(resolve)),
    open: () => {
      if (!takesIcons) return null;
      done.push('icon');
      return { show: (shown) => done.push(shown), close: () => done.push('gone') };
    },
    onChanged: () => done.push('changed'),
  });
});

async function look(isSeen: boolean): Promise<boolean> {
  const looking = tray.look();
  answers.at(-1)?.(isSeen);
  return looking;
}

test('a panel that comes late, ends and comes back has the icon each time, and what it shows', async () => {
  tray.show('1 waits');
  expect(await look(false)).toBe(false);
  expect(await look(true)).toBe(true);
  expect(await look(true)).toBe(true);
  tray.show('2 wait');
  expect(await look(false)).toBe(false);
  expect(await look(true)).toBe(true);
  expect(done).toEqual([
    ...['icon', '1 waits', 'changed', '2 wait'],
    ...['gone', 'changed', 'icon', '2 wait', 'changed'],
  ]);
});

test('of two answers the one to the later question counts', async () => {
  const early = tray.look();
  const late = tray.look();
  answers[1]?.(true);
  await late;
  answers[0]?.(false);
  expect(await early).toBe(true);
  expect(done).toEqual(['icon', 'changed']);
});

test('where the system takes no icon there is no tray, whoever would draw it', async () => {
  takesIcons = false;
  expect(await look(true)).toBe(false);
  expect(done).toEqual([]);
});

test('once it is closed no icon comes any more', async () => {
  await look(true);
  tray.close();
  expect(await look(true)).toBe(false);
  expect(done).toEqual(['icon', 'changed', 'gone']);
});
