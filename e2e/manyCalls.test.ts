import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOST_CALLS } from '../main/ipc/callsUnderWay.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE } from './driver/mainProcess.ts';
import { BEGINS_AFTER_MS, mostOpenFiles } from './heldByMain.ts';
import { startGateway, TestTill } from './testTill.ts';

/** A page that asks for more at once than any till needs: what the main process holds for it meanwhile. */
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
