import { execFileSync, spawnSync } from 'node:child_process';

/** How long a dialog may take to appear (ms). */
const PATIENCE = 20_000;

/** Whether there is a hand for what is no page: the system's own dialogs under X11 (Debian: xdotool). */
export function hasHand(): boolean {
  return process.platform === 'linux' && spawnSync('which', ['xdotool']).status === 0;
}

/** Waits for the dialog, gives it the focus (nobody else does without a window manager), and answers with this path. */
export function answerFileDialog(title: string, path: string): void {
  const hand = (...args: string[]) => execFileSync('xdotool', args, { timeout: PATIENCE });
  hand('search', '--sync', '--onlyvisible', '--name', title, 'windowfocus', '--sync');
  hand('key', 'ctrl+a');
  hand('type', '--delay', '20', path);
  hand('key', 'Return');
}
