import { expect, test } from 'vitest';
import { inlineCode } from './inlineCode.ts';

test('a page of files alone passes', () => {
  const page = `<!doctype html><html lang="zh-CN"><head><title>收银</title>
    <script type="module" crossorigin src="./a.js"></script>
    <link rel="stylesheet" href="./a.css" /></head><body><div id="root"></div></body></html>`;
  expect(inlineCode(page)).toEqual([]);
});

test.each([
  '<script>',
  '<SCRIPT type="module">',
  '<style>',
  '<p style="color: red">',
  '<button onclick="save()">',
  '<script data-src="./a.js">',
])('%s is found', (tag) => {
  expect(inlineCode(`<body>${tag}</body>`)).toEqual([tag]);
});

test('what is commented out does not count', () => {
  expect(inlineCode('<!-- <script>alert(1)</script> -->')).toEqual([]);
});
