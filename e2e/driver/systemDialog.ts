import { execFileSync, spawnSync } from 'node:child_process';
import { focusWindow } from './inputMethod.ts';

/** How long a dialog may take to appear (ms). */
const PATIENCE = 20_000;

/** Whether there is a hand for what is no page: the system's own dialogs under X11 (Debian: xdotool). */
export function hasHand(): boolean {
  return process.platform === 'linux' && spawnSync('which', ['xdotool']).status === 0;
}

/** A person's hand: X11 keys for whatever has the focus, wherever it comes from. */
export function hand(...args: string[]): string {
  return execFileSync('xdotool', args, { timeout: PATIENCE, encoding: 'utf8' });
}

/** Waits for one of the program's own boxes, gives it the focus, and presses a key there. */
export function answerBox(key: 'Return' | 'Escape' | 'Tab Return'): void {
  focusWindow('^Tillside$');
  for (const one of key.split(' ')) hand('key', one);
}

/** How many of the program's own boxes are open. */
export function openBoxes(): number {
  return openWindows('^Tillside$');
}

function openWindows(title: string): number {
  const { stdout } = spawnSync('xdotool', ['search', '--onlyvisible', '--name', title], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter(Boolean).length;
}

/** Waits for the dialog, gives it the focus (nobody else does without a window manager), and answers with this path. */
export function answerFileDialog(title: string, path: string): void {
  // On a busy machine keys get lost while it is drawn, or the list of names that fit takes the Return for itself.
  for (let tries = 0; tries < 3 && (tries === 0 || isStillOpen(title)); tries += 1) {
    focusWindow(title);
    hand('key', 'ctrl+a');
    hand('type', '--delay', '20', path);
    hand('key', 'Return');
  }
}

/** Whether a dialog is there three seconds after its answer: longer than any takes to go. */
function isStillOpen(title: string): boolean {
  for (let looks = 0; looks < 30 && openWindows(title) > 0; looks += 1)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  return openWindows(title) > 0;
}
