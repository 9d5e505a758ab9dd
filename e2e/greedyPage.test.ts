import { afterEach, beforeEach, expect, test } from 'vitest';
import { MOST_CALLS } from '../main/ipc/callsUnderWay.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE, askMain } from './driver/mainProcess.ts';
import { BEGINS_AFTER_MS, mostOpenFiles } from './heldByMain.ts';
import { startGateway, TestTill } from './testTill.ts';

/**
 * A page that asks for more at once than any till needs: what the main process holds for it meanwhile. Each test has a till of its
 * own: for a main process that is held up longer the page would be ended (`costlyPage.test.ts`), and would ask for nothing.
 */
let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url, { asUser: true, args: [ASKABLE] }).start();
});
afterEach(async () => {
  await till?.kill();
  await gateway?.close();
});

test('however many long calls a script makes while the main process is busy, few files are open for them, and each is answered', async () => {
  const most = await mostOpenFiles(till, () =>
    till.client.execute((later) => {
      const { tillside } = window as unknown as {
        tillside: { setSound(argument: unknown): Promise<{ error?: { code: string } }> };
      };
      // Each is longer than what fits into a message, and travels in a shared memory.
      const text = '中'.repeat(33_000);
      const callAll = async () => {
        await new Promise((resolve) => setTimeout(resolve, later));
        const calls = Array.from({ length: 2_000 }, (_, n) =>
          tillside.setSound({ isOn: text + n }),
        );
        return (await Promise.all(calls)).map(({ error }) => error?.code);
      };
      Object.assign(window, { answers: callAll() });
    }, BEGINS_AFTER_MS),
  );
  expect(most).toBeLessThan(4 * MOST_CALLS);
  const codes = await till.client.execute('return window.answers.then((all) => [...new Set(all)])');
  expect(codes).toEqual(['request.refused']);
  expect((await till.outbox()).recent).toEqual([]);
});

test('the main process keeps no history of a script’s making, whatever would be in it: neither the page’s nor a frame’s', async () => {
  const fill = async () => {
    const frame = Object.assign(document.createElement('iframe'), { srcdoc: '<p>x' });
    const isLoaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await isLoaded;
    const state = 'x'.repeat(1_000_000);
    const both = [window, frame.contentWindow] as unknown as (typeof window & Navigating)[];
    for (const one of both)
      for (let n = 0; n < 5; n += 1) {
        const attempts = [
          () => one.history.pushState(state + n, ''),
          () => one.history.replaceState(state + n, ''),
          () => one.navigation.updateCurrentEntry({ state: state + n }),
          () => {
            const going = one.navigation.navigate(`#${n}`, { state: state + n });
            void going.committed?.catch(() => undefined);
            void going.finished?.catch(() => undefined);
          },
        ];
        for (const attempt of attempts)
          try {
            attempt();
          } catch {
            // Taken out, or refused.
          }
      }
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Those of a frame count along.
    const places = history.length;
    const { navigation } = window as unknown as Navigating;
    frame.remove();
    return [places, typeof (history.state ?? undefined), typeof navigation.currentEntry.getState()];
  };
  // The driver loses its hold of a page that makes a frame while it waits.
  const kept = await askMain(
    till.app,
    `require('electron').webContents.getAllWebContents()[0].executeJavaScript(${JSON.stringify(`(${fill})()`)})`,
  );
  // The page's own, and what keeps scripts from closing the window.
  expect(kept).toEqual([2, 'undefined', 'undefined']);
});

test.each([
  ['one file under many', 'index.html?'],
  ['files that are not there', 'assets/'],
])(
  'few files are open for pictures of the program’s own addresses, however many a script asks for: %s',
  async (_what, path) => {
    const begin = () =>
      till.client.execute(
        (address, later) => {
          const ask = (n: number) =>
            new Promise((resolve) => {
              const picture = new Image();
              picture.onload = resolve;
              picture.onerror = resolve;
              picture.src = `${address}${n}.js`;
            });
          const askAll = async () => {
            await new Promise((resolve) => setTimeout(resolve, later));
            await Promise.all(Array.from({ length: 2_000 }, (_, n) => ask(n)));
          };
          Object.assign(window, { asked: askAll() });
        },
        `app://tillside/${path}`,
        BEGINS_AFTER_MS,
      );
    const most = await mostOpenFiles(till, begin, () => till.client.execute('return window.asked'));
    expect(most).toBeLessThan(500);
  },
);

/** What is not in the types of this page's side yet. */
interface Navigating {
  navigation: {
    currentEntry: { getState(): unknown };
    updateCurrentEntry(more: object): void;
    navigate(address: string, more: object): Record<'committed' | 'finished', Promise<unknown>>;
  };
}
