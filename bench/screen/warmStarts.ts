import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { debuggingPort, firstPage } from '../../dev/devtools.ts';
import { type AppOptions, launch } from '../../e2e/driver/launch.ts';

/** How long a start may take before it counts as failed (ms). */
const PATIENCE = 20_000;

/** Between two questions to the page (ms): whoever asks all the time takes the core that the start needs. */
const PAUSE = 10;

/**
 * From the start of the process to the focus in the phone field (ms), once for every start. The page is
 * asked again and again from outside, so the truth is a little less.
 */
export async function timeStarts(options: AppOptions, starts: number): Promise<number[]> {
  const times: number[] = [];
  // The first one fills the caches of the disk and of Chromium: it is cold, and not counted.
  for (let start = 0; start <= starts; start += 1) {
    const time = await timeOneStart(options);
    if (start > 0) times.push(time);
  }
  return times;
}

async function timeOneStart(options: AppOptions): Promise<number> {
  const began = performance.now();
  const { child } = await launch(options, ['--remote-debugging-port=0']);
  try {
    const port = await debuggingPort(child.process.stderr as Readable);
    const page = port === undefined ? undefined : await firstPage(port, PATIENCE);
    if (page === undefined) throw new Error('The app has no window.');
    const socket = new WebSocket(page.webSocketDebuggerUrl);
    await once(socket, 'open');
    while (!(await isFocused(socket))) {
      await sleep(PAUSE);
      if (performance.now() - began > PATIENCE) throw new Error('The phone field got no focus.');
    }
    socket.close();
    return performance.now() - began;
  } finally {
    await child.kill();
  }
}

async function isFocused(socket: WebSocket): Promise<boolean> {
  const expression = `document.activeElement?.getAttribute('data-testid') === 'phone'`;
  const answered = once(socket, 'message');
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  const [event] = (await answered) as [MessageEvent];
  const { result } = JSON.parse(String(event.data)) as {
    result?: { result?: { value?: unknown } };
  };
  return result?.result?.value === true;
}
