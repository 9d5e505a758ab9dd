import { expect, onTestFinished, test } from 'vitest';
import { findLeadingSigns } from '../pageTests/inPage/leadingSigns.ts';
import { startGateway, TestTill } from './testTill.ts';

test('in the window of the Electron that is there, no Chinese line begins with a comma: however wide its place is', async () => {
  const gateway = await startGateway();
  const till = await new TestTill(gateway.url).start();
  onTestFinished(async () => {
    await till.kill();
    await gateway.close();
  });
  const problems = () =>
    till.client.execute(`return (${findLeadingSigns.toString()})()`) as Promise<string[]>;
  expect(await problems()).toEqual([]);
  // Whatever its width: how wide a box is depends on the window.
  const narrow = await till.client.execute(`return (() => {
    const find = ${findLeadingSigns.toString()};
    const found = [];
    for (const [box, part, words] of [
      ['recent-empty', '', '保存的会员会显示在这里，并标明是否已入会。'],
      ['', 'scan-title', '不认识这个码，没有填入'],
      ['', 'result-hint', '手机号填好以后按 F4，会员就保存在本机。'],
    ]) for (let width = 120; width < 420; width += 10) {
      const place = document.createElement('div');
      place.style.cssText = 'position: fixed; top: 0; width: ' + width + 'px';
      place.className = box;
      const line = document.createElement('p');
      line.className = part;
      line.textContent = words;
      place.append(line);
      document.body.append(place);
      found.push(...find().map((problem) => width + ': ' + problem));
      place.remove();
    }
    return found;
  })()`);
  expect(narrow).toEqual([]);
});
