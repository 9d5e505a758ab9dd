import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { withoutChatter } from './chromiumChatter.ts';

const bus = '[1:1125/000038.390545:ERROR:bus.cc(399)] Failed to connect to the bus';

async function passed(parts: readonly string[], also?: RegExp): Promise<string> {
  const filter = withoutChatter(also);
  for (const part of parts) filter.write(part);
  filter.end();
  return text(filter);
}

test('what the app says passes, what Chromium says on every such machine does not', async () => {
  expect(await passed([`first\n${bus}\nlast\n`])).toBe('first\nlast\n');
});

test('a line that arrives in pieces is judged as a whole, the last one too', async () => {
  expect(await passed([bus.slice(0, 30), `${bus.slice(30)}\n收银`, '台'])).toBe('收银台\n');
});

test('a caller may drop further lines', async () => {
  expect(await passed(['DevTools listening on ws://x\nkept\n'], /^DevTools/)).toBe('kept\n');
});
