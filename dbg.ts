import { writeFileSync } from 'node:fs';
import { tabOrder } from './pageTests/checks.ts';
import { PreviewTill } from './pageTests/PreviewTill.ts';

const p = await PreviewTill.start();
await p.show({ query: '?locale=zh-CN' });
console.log(await tabOrder(p.page));
await p.show({ zoom: 2, query: '?locale=zh-CN' });
await p.page.evaluate(`document.querySelector('[data-testid=remark]').focus()`);
await new Promise((r) => setTimeout(r, 300));
console.log(
  await p.page.evaluate(
    `(() => { const r=document.querySelector('[data-testid=remark]').getBoundingClientRect(); const d=document.querySelector('.desk'); return [r.top,r.bottom,d.scrollTop,d.scrollHeight,d.clientHeight, getComputedStyle(document.querySelector('[data-testid=remark]')).scrollMarginBottom, document.querySelector('.bar').getBoundingClientRect().top, document.activeElement.dataset.testid]})()`,
  ),
);
writeFileSync('/tmp/i13/z2.png', await p.page.picture());
await p.stop();
