import type { Bridge } from '../../app/ipc/bridge.ts';
import type { RunningApp } from '../../e2e/driver/startApp.ts';

const KEYS = 200;
const SAVES = 40;
/** No more: the till answers only as fast as somebody types. */
const QUESTIONS = 6;
const SCROLLS = 150;

/** From a key to its digit in the field, laid out; and to the frame that shows it (ms). */
export interface Echo {
  ready: number[];
  shown: number[];
}

export async function timeKeys({ client }: RunningApp): Promise<Echo> {
  await client.$('[data-testid="phone"]').click();
  await client.execute(() => {
    const echo = { ready: [] as number[], shown: [] as number[] };
    Object.assign(window, { echo });
    let pressed = 0;
    window.addEventListener('keydown', (event) => (pressed = event.timeStamp), { capture: true });
    window.addEventListener('input', (event) => {
      const from = pressed;
      // React has heard of it at the root, below the window; now everything is laid out.
      (event.target as HTMLElement).getBoundingClientRect();
      echo.ready.push(performance.now() - from);
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => echo.shown.push(performance.now() - from);
        port2.postMessage(0);
      });
    });
  });
  for (let press = 0; press < KEYS; press += 1) {
    // Eleven digits, and away again: with the question for a known member, and without.
    const digit = press % 22;
    await client.keys(digit < 11 ? ('18651822226'[digit] ?? '') : 'Backspace');
  }
  await client.pause(200);
  return client.execute(() => (window as unknown as { echo: Echo }).echo);
}

/** From the click on "save" to an empty phone field that has the focus (ms). */
export async function timeFocusAfterSave({ client }: RunningApp): Promise<number[]> {
  const times: number[] = [];
  for (let save = 0; save < SAVES; save += 1) {
    await client.$('[data-testid="phone"]').setValue(`198${String(save).padStart(8, '0')}`);
    await client.keys('F5');
    // Within this time after a save, a click on the form counts as the bounce of the last one.
    await client.pause(600);
    times.push(await client.execute(focusAfterSave));
  }
  return times;
}

function focusAfterSave(): Promise<number> {
  return new Promise((resolve) => {
    const button = document.querySelector<HTMLButtonElement>('[data-testid="save"]');
    const phone = document.querySelector<HTMLInputElement>('[data-testid="phone"]');
    button?.focus();
    const start = performance.now();
    // With a pause (4 ms): whoever asks all the time takes the core that the till needs.
    const look = () => {
      if (document.activeElement === phone && phone?.value === '')
        resolve(performance.now() - start);
      else setTimeout(look);
    };
    button?.click();
    look();
  });
}

/** How long the till takes to say whether it knows a phone number (ms), known and unknown in turn. */
export async function timeFindMember({ client }: RunningApp): Promise<number[]> {
  const times: number[] = [];
  while (times.length < QUESTIONS) {
    const question = times.length;
    const mobile = `1${(question % 2 === 0 ? 3_000_000_001 : 5_000_000_001) + question}`;
    const { time, code, waitSeconds } = await client.execute(timeQuestion, mobile);
    if (code === null) times.push(time);
    else if (code !== 'lookup.too-fast') throw new Error(code);
    // Outside of the page: a script there may take half a minute, and six of these waits take nearly that.
    else await client.pause(waitSeconds * 1_000);
  }
  return times;
}

async function timeQuestion(mobile: string) {
  const { findMember } = (window as unknown as { tillside: Bridge }).tillside;
  const start = performance.now();
  const reply = await findMember({ mobile });
  const time = performance.now() - start;
  if (reply.ok) return { time, code: null, waitSeconds: 0 };
  const { code, waitSeconds = 1 } = reply.error;
  return { time, code, waitSeconds };
}

/** The longest task (ms) while the panel of all saves is scrolled from end to end. */
export async function longestTaskOfScrolling({ client }: RunningApp): Promise<number> {
  await client.keys('F8');
  await client.$('[data-testid="queue-rows"]').waitForDisplayed();
  await client.pause(500);
  return client.execute(async (scrolls) => {
    const list = document.querySelector('[data-testid="queue-rows"]');
    if (!list) throw new Error('the panel has no list');
    let longest = 0;
    const observer = new PerformanceObserver((found) => {
      for (const task of found.getEntries()) longest = Math.max(longest, task.duration);
    });
    observer.observe({ entryTypes: ['longtask'] });
    for (let step = 1; step <= scrolls; step += 1) {
      list.scrollTop = (list.scrollHeight * step) / scrolls;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    observer.disconnect();
    return longest;
  }, SCROLLS);
}
