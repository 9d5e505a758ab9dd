import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { axeProblems, cutOffProblems, tabOrder, targetProblems, typeProblems } from './checks.ts';
import { givenPreview } from './givenPreview.ts';
import type { PreviewTill } from './PreviewTill.ts';

describe.skipIf(!hasChromium)('the checks of the look find what is made wrong', () => {
  const preview = givenPreview();

  async function spoiled(how: string): Promise<PreviewTill['page']> {
    await preview.show();
    await preview.page.evaluate(`(() => {
      const of = (id) => document.querySelector('[data-testid=' + id + ']');
      ${how}
    })()`);
    return preview.page;
  }

  test('a control that is too small, and one too near to the next', async () => {
    expect(
      await targetProblems(
        await spoiled(`of('save').style.cssText = 'height: 40px; min-height: 0'`),
      ),
    ).toEqual(['small: save 272 × 40']);
    expect(await targetProblems(await spoiled(`of('pad-1').style.marginRight = '-4px'`))).toEqual([
      'near: pad-1 and pad-2',
    ]);
  });

  test('words on a button, in a field and in a message that are smaller than they may be', async () => {
    const page = await spoiled(`of('save').style.fontSize = '17px';
      of('name').style.fontSize = '17px';
      document.querySelector('.recent-title').style.fontSize = '14px';
      of('field-error-mobile').textContent = 'wrong';
      of('field-error-mobile').style.fontSize = '15px'`);
    const found = (await typeProblems(page)).join('\n');
    for (const [size, least, words] of [
      [17, 18, '保存会员'],
      [17, 18, 'name'],
      [15, 16, 'wrong'],
      [14, 15, '最近登记'],
    ])
      expect(found).toContain(`type: ${size} px in place of ${least}: ${words}`);
  });

  test('words that do not fit, and a page wider than the window', async () => {
    const page =
      await spoiled(`of('birthday').placeholder = 'much too long for the width of this field';
      of('clear').style.cssText = 'width: 60px; overflow: hidden'`);
    const found = await cutOffProblems(page);
    expect(found).toContainEqual(expect.stringMatching(/^placeholder: birthday /));
    expect(found).toContainEqual(expect.stringMatching(/^too wide: clear /));
    const wide = await spoiled(`document.querySelector('.header').style.width = '1100px'`);
    expect(await cutOffProblems(wide)).toContainEqual(
      expect.stringMatching(/^page: 1100 wide in /),
    );
  });

  test('words that run over each other, and a control under something', async () => {
    const page = await spoiled(`document.querySelector('.recent-empty').style.marginTop = '-48px';
      const lid = document.createElement('div');
      lid.style.cssText = 'position: fixed; right: 0; top: 0; width: 80px; height: 64px';
      document.body.append(lid)`);
    const found = await cutOffProblems(page);
    expect(found).toContainEqual(expect.stringMatching(/^over each other: /));
    expect(found).toContainEqual('covered: settings');
  });

  test('words that spill out of their card, and a title that breaks in the middle of a phrase', async () => {
    const page = await spoiled(`document.querySelector('.result').style.height = '20px';
      const title = document.querySelector('.recent-title');
      title.style.cssText = 'width: 120px; word-break: normal; text-wrap: wrap';
      title.textContent = '今天，最近登记好'`);
    const found = await cutOffProblems(page);
    expect(found).toContainEqual(expect.stringMatching(/^spills \d+ px: 按 Enter 到下一项/));
    expect(found).toContainEqual(expect.stringMatching(/^broken: 最近登\/记好/));
    await page.evaluate(`document.querySelector('.recent-title').style.width = '300px'`);
    expect((await cutOffProblems(page)).filter((one) => one.startsWith('broken'))).toEqual([]);
  });

  test('a control without a name, a pale text and a small target', async () => {
    const page = await spoiled(`of('pad-backspace').removeAttribute('aria-label');
      document.querySelector('.recent-title').style.color = '#ccc'`);
    const rules = (await axeProblems(page)).map((problem) => problem.split(':')[0]);
    expect(rules).toEqual(expect.arrayContaining(['button-name', 'color-contrast']));
    const tiny = await spoiled(`for (const left of [100, 112]) {
      const button = document.createElement('button');
      button.style.cssText = 'position: absolute; top: 8px; width: 10px; height: 10px; padding: 0; left: ' + left + 'px';
      document.querySelector('main').append(button);
    }`);
    expect((await axeProblems(tiny)).map((problem) => problem.split(':')[0])).toContain(
      'target-size',
    );
  });

  test('the order of Tab is told as it is', async () => {
    const page = await spoiled(`of('name').tabIndex = -1`);
    expect((await tabOrder(page)).slice(0, 2)).toEqual(['phone', 'gender-0']);
  });
});
