import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE, askMain } from './driver/mainProcess.ts';
import { LAYS_WORDS_OVER_A_COPY, PUTS_ON_CLIPBOARD } from './pageClipboard.ts';
import { FEATURES, READS_CLIPBOARD } from './pageFeatures.ts';
import { startGateway, TestTill } from './testTill.ts';

/** What a page can do at a click, without any permission that somebody is asked for. */
let gateway: Sandbox;
let till: TestTill;

beforeAll(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url, { asUser: true, args: [ASKABLE] }).start();
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

/** It says no, or there is nothing that could have been asked. */
const NOT_COPIED = /^(false|TypeError|NotAllowedError)$/;

/** What comes of an attempt that a click of somebody's has set off: its value, or the name of its error. */
async function atClick(attempt: () => unknown): Promise<unknown> {
  await till.client.execute(`
    void (window.outcome = new Promise((resolve) =>
      document.addEventListener('click', async () => {
        try { resolve(await (${attempt})()); } catch (error) { resolve(error.name); }
      }, { once: true })))`);
  await till.field('name').click();
  return till.client.execute('return window.outcome');
}

test.each(Object.entries(FEATURES))('at a click the page gets no %s', async (_what, how) => {
  expect(await atClick(how.attempt)).toMatch(how.refusal);
  // The whole program ended at one of them.
  expect(await askMain(till.app, '1')).toBe(1);
});

test('the page does not read what somebody has copied elsewhere, nor where a hand may paste it', async () => {
  await askMain(till.app, "require('electron').clipboard.writeText('copied elsewhere')");
  expect(await till.client.execute(READS_CLIPBOARD)).toBe('');
  expect(await atClick(READS_CLIPBOARD)).toBe('');
  await till.field('remark').click();
  await askMain(till.app, "require('electron').webContents.getAllWebContents()[0].paste()");
  await expect.poll(() => till.field('remark').getValue()).toBe('copied elsewhere');
});

describe('on the clipboard, which every other program reads,', () => {
  const electron = "require('electron')";
  const page = `${electron}.webContents.getAllWebContents()[0]`;
  const copied = () => askMain<string>(till.app, `${electron}.clipboard.readText()`);
  beforeEach(async () => {
    await askMain(till.app, `${electron}.clipboard.writeText('before')`);
  });

  test.each(Object.entries(PUTS_ON_CLIPBOARD))(
    'no script puts %s, neither by itself nor at a click',
    async (_what, attempt) => {
      // Nobody's hand: what the driver runs may count as one.
      const alone = `new Promise((resolve) => setTimeout(async () => {
        try { resolve(String(await (${attempt})())); } catch (error) { resolve(error.name); }
      }))`;
      const run = `${page}.executeJavaScript(${JSON.stringify(alone)})`;
      expect.soft(await askMain(till.app, run)).toMatch(NOT_COPIED);
      expect.soft(await copied()).toBe('before');
      expect.soft(String(await atClick(attempt))).toMatch(NOT_COPIED);
      expect(await copied()).toBe('before');
    },
  );

  test('no script lays words of its own over what a hand copies, or cuts: that is what was selected', async () => {
    // The driver loses its hold of a page that makes a frame while it waits.
    await askMain(
      till.app,
      `${page}.executeJavaScript(${JSON.stringify(`(${LAYS_WORDS_OVER_A_COPY})()`)})`,
    );
    for (const how of ['copy', 'cut']) {
      await askMain(till.app, `${electron}.clipboard.writeText('before')`);
      await till.field('remark').setValue('selected');
      await till.client.execute(
        `document.querySelector('[data-testid=remark]').focus(); document.activeElement.select()`,
      );
      await askMain(till.app, `${page}.${how}()`);
      await expect.poll(copied, { message: how }).toBe('selected');
    }
    expect(await till.field('remark').getValue()).toBe('');
  });
});

test('the page neither moves its window nor makes it another size', async () => {
  const bounds = () =>
    askMain(till.app, "require('electron').BrowserWindow.getAllWindows()[0].getBounds()");
  const before = await bounds();
  await till.client.execute(async () => {
    window.moveTo(-5_000, -5_000);
    window.resizeTo(50, 50);
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
  expect(await bounds()).toEqual(before);
});
