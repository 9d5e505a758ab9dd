import { expect, onTestFinished, test } from 'vitest';
import { canSeeOtherwise } from './driver/machineFolder.ts';
import { ASKABLE, askMain } from './driver/mainProcess.ts';
import { startNameServer } from './driver/nameServer.ts';
import { askForNames } from './pageProbes.ts';
import { startGateway, TestTill } from './testTill.ts';

// Chromium's record of its network stack has no word of a name that WebRTC has looked up: the server itself must be asked.
test.skipIf(!canSeeOtherwise())(
  'a page has no name looked up: no name server hears what it knows of a customer (needs unshare and root)',
  async () => {
    const [gateway, names] = [await startGateway(), await startNameServer()];
    const options = { asUser: true, args: [ASKABLE], nameServers: names.file };
    const till = await new TestTill(gateway.url, options).start();
    onTestFinished(async () => {
      await till.kill();
      names.close();
      await gateway.close();
    });
    await till.client.execute(askForNames);
    await till.client.waitUntil(() => till.client.execute(() => 'namesAsked' in window));
    // The program itself asks that server, of the page's own session as well.
    await askMain(
      till.app,
      "require('electron').session.fromPartition('till').resolveHost('control.example').catch(String)",
    );
    await expect.poll(() => [...names.asked]).toContain('control.example');
    await till.stop();
    expect([...names.asked].filter((name) => name.includes('leak'))).toEqual([]);
  },
);
