import { expect, test } from 'vitest';
import { html } from './html.ts';

test('what is put into HTML is text, in an element and in an attribute', () => {
  const hostile = `<script>alert(1)</script>&"'`;
  const safe = '&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;';
  expect(html`<a title="${hostile}">${hostile}</a>`.text).toBe(`<a title="${safe}">${safe}</a>`);
});

test('HTML stays HTML, alone or in a list; nothing is written for what is not there', () => {
  const items = [1, 2].map((number) => html`<li>${number}</li>`);
  expect(html`<ul>${items}${null}${undefined}${false}${['<']}</ul>`.text).toBe(
    '<ul><li>1</li><li>2</li>&lt;</ul>',
  );
});
