import { expect, onTestFinished, test } from 'vitest';
import { PREVIEW, serveLivePage } from './livePage.ts';

test('the page comes from its sources, on a till in memory, and hears of changes', async () => {
  const { address, close } = await serveLivePage(0);
  onTestFinished(close);
  const page = await (await fetch(address + PREVIEW)).text();
  expect(page).toContain('/@vite/client');
  const script = /src="([^"]*preview\.tsx)"/.exec(page)?.[1] ?? '';
  const answer = await fetch(new URL(script, address + PREVIEW));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('createMemoryBridge');
});
