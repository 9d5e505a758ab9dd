import type { IpcMainInvokeEvent } from 'electron';
import { expect, test } from 'vitest';
import { isOurPage } from './ourPage.ts';

type Event = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

function event(url: string, isMainFrame = true): Event {
  const frame = { url };
  const mainFrame = isMainFrame ? frame : { url };
  return { senderFrame: frame, sender: { mainFrame } } as unknown as Event;
}

test('our own page is let in, by its main frame', () => {
  expect(isOurPage(event('app://tillside/index.html'))).toBe(true);
  expect(isOurPage(event('app://tillside/index.html', false))).toBe(false);
});

test('a frame that has gone is not let in', () => {
  const gone = { senderFrame: null, sender: { mainFrame: null } } as unknown as Event;
  expect(isOurPage(gone)).toBe(false);
});

test.each([
  'about:blank',
  'about:srcdoc',
  '',
  'app://other/index.html',
  'app://tillside.example.com/index.html',
  'app://tillside@other/index.html',
  'app://tillside:80/index.html',
  'blob:app://tillside/5f1c',
  'data:text/html,app://tillside/',
  'file:///opt/tillside/index.html',
  'https://tillside/index.html',
  'chrome-error://chromewebdata/',
])('no other page is: %s', (url) => {
  expect(isOurPage(event(url))).toBe(false);
});
