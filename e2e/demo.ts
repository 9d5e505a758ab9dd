import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { SaveLine } from '../app/outbox/outboxView.ts';
import { prepareStage } from '../dev/openApp.ts';
import { dataFolder, projectRoot } from '../dev/projectPaths.ts';
import { runScript } from '../dev/runScript.ts';
import { differences } from './demo/differences.ts';
import { makeRunFolder, removeRunFolder } from './driver/runFolder.ts';
import { startGateway, TestTill } from './testTill.ts';

/**
 * `npm run demo`: three members are registered while the gateway is down, the app is killed and
 * started again, and the gateway comes back. Ends with 0 only if the gateway's own ledger says that
 * each of them arrived exactly once, under its id from before the kill.
 */

const pictures = join(dataFolder, 'demo');

const customers = [
  {
    mobile: '18651822226',
    name: '刘德华',
    gender: 1,
    birthday: '19610927',
    outerType: 'wechat',
    outerId: 'oLD-2xK_88912',
    remark: '爱喝茶，不要辣',
  },
  {
    mobile: '13800138000',
    name: '王小芳',
    gender: 0,
    birthday: '19900101',
    outerType: 'alipay',
    outerId: '2088328921390232',
    remark: '生日当月送蛋糕 🎂',
  },
  {
    mobile: '15900000071',
    name: 'Alex "AJ" O’Neil',
    gender: 2,
    birthday: '20000229',
    outerType: 'wechat',
    outerId: 'oQx7_kLm39ZpTw81',
    remark: '发票抬头: A&B + C=D 100%',
  },
] as const;

await runScript(async () => {
  process.on('exit', removeRunFolder);
  makeRunFolder();
  const { electron, display } = await prepareStage(say);
  if (electron.kind === 'registry') process.env.TILLSIDE_ELECTRON = 'registry';
  if (display.name) process.env.DISPLAY = display.name;
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });

  // Takes a free port and leaves it: nobody answers there.
  const { port, url, close } = await startGateway();
  await close();
  say(`The gateway (port ${port}) is down. A till opens all the same.`);
  const till = await new TestTill(url).start();
  for (const customer of customers) {
    const slip = await till.register(customer);
    const words = (await till.field('confirmation').getText()).split('\n')[0];
    if (words !== '已安全保存') throw new Error(`${slip}: the window says "${words}".`);
    say(`  ${customer.name}: ${words}, ${slip}`);
  }
  await till.client.$('[data-testid="badge"][data-waiting="3"]').waitForDisplayed();
  const promised = await linesOf(till);
  await picture(till, '1-offline.png');

  await till.kill();
  say('The app is killed (SIGKILL, all of its processes), and started again.');
  await till.start();
  await till.client.$('[data-testid="badge"][data-waiting="3"]').waitForDisplayed();
  await picture(till, '2-after-restart.png');

  const gateway = await startGateway({ port });
  say('The gateway is back.');
  for (const { slip } of promised) {
    // What is not accepted in time is for the comparison to say.
    await till.waitForState(slip, 'accepted', 60_000).catch(() => undefined);
  }
  await picture(till, '3-accepted.png');
  const lines = await linesOf(till);
  const { effects } = gateway.ledger();
  console.table(lines.map(rowOf));
  await till.stop();
  await gateway.close();

  const found = differences(promised, lines, effects);
  for (const difference of found) say(`DIFFERENT: ${difference}`);
  if (found.length > 0) return 1;
  say(
    `The gateway's ledger agrees: ${effects.length} effects, one for each id from before the kill.`,
  );
  return 0;
});

async function linesOf(till: TestTill): Promise<SaveLine[]> {
  return (await till.outbox()).recent.toReversed();
}

function rowOf({ slip, masked, requestId, attempts, customerId }: SaveLine) {
  return { slip, phone: masked.mobile, 'request id': requestId, attempts, customer: customerId };
}

async function picture(till: TestTill, name: string): Promise<void> {
  const file = join(pictures, name);
  await till.app.screenshot(file);
  say(`  picture: ${relative(projectRoot, file)}`);
}

function say(line: string): void {
  console.log(line);
}
