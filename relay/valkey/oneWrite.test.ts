import { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { comesUp } from '../start/openParts.ts';
import { anAdmission, aTill } from '../testing/stateContract.ts';
import { ValkeyProcess, whyNoValkey } from '../testing/valkeyProcess.ts';
import { ValkeyState } from './valkeyState.ts';

describe.skipIf(whyNoValkey !== null)(
  `what is asked of Valkey (${whyNoValkey ?? 'a real one'})`,
  () => {
    let valkey: ValkeyProcess;
    let state: ValkeyState;
    beforeAll(async () => {
      valkey = await ValkeyProcess.start();
      state = new ValkeyState({ url: valkey.url, prefix: 'p', callsPerMinute: null });
      expect(await comesUp(state)).toBe(true);
      await state.putTill(aTill('t'), null);
      // The script is known to the server from now on.
      await state.admit(anAdmission('t'));
    });
    afterEach(() => {
      vi.restoreAllMocks();
    });
    afterAll(async () => {
      await state?.close();
      await valkey?.end();
    });

    /** How often the connection to Valkey is written to while this is asked. */
    async function writesOf(ask: () => Promise<unknown>): Promise<number> {
      let writes = 0;
      for (const name of ['_write', '_writev'] as const) {
        const write = Socket.prototype[name] as (...rest: unknown[]) => unknown;
        vi.spyOn(Socket.prototype, name).mockImplementation(function (
          this: Socket,
          ...rest: unknown[]
        ) {
          if (this.remotePort === valkey.port) writes += 1;
          write.apply(this, rest);
        });
      }
      await ask();
      return writes;
    }

    it('in one turn of the loop, by calls that know nothing of each other, leaves in one write', async () => {
      const asked = () =>
        Promise.all([
          ...Array.from({ length: 20 }, () => state.admit(anAdmission('t'))),
          ...Array.from({ length: 20 }, () => state.till('t')),
          state.account(),
        ]);
      expect(await writesOf(asked)).toBe(1);
      const admitted = (await asked()).slice(0, 20);
      expect(admitted).toMatchObject(Array(20).fill({ kind: 'go', hold: 0, next: 0 }));
    });

    it('in another turn waits for none before it', async () => {
      const asked = async () => {
        for (let count = 0; count < 3; count += 1)
          expect(await state.till('t')).toEqual(aTill('t'));
      };
      expect(await writesOf(asked)).toBe(3);
    });
  },
);
