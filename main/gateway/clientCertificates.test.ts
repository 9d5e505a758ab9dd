import { EventEmitter } from 'node:events';
import type { App, WebContents } from 'electron';
import { expect, test, vi } from 'vitest';
import { showNoClientCertificate } from './clientCertificates.ts';

/** As Electron asks: what is not prevented takes the first one of the list. */
function ask(contents: Partial<WebContents> | null): unknown[] {
  const app = new EventEmitter();
  showNoClientCertificate(app as unknown as App);
  const preventDefault = vi.fn();
  const answer = vi.fn();
  const certificates = [{ subjectName: 'somebody' }, { subjectName: 'the PC' }];
  app.emit(
    'select-client-certificate',
    { preventDefault },
    contents,
    'https://gw.example/rest',
    certificates,
    answer,
  );
  return [preventDefault.mock.calls, answer.mock.calls];
}

test.each([
  ['a call to the gateway (Electron 44 and later)', null],
  ['a page', {}],
])('no certificate of this PC is chosen for %s: it goes on without one', (_, contents) => {
  expect(ask(contents)).toEqual([[[]], [[]]]);
});
