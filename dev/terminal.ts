import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks whoever is at the terminal; null where there is none. `isHidden`: what is typed is not shown. */
export function terminalAsk(isHidden: boolean): ((question: string) => Promise<string>) | null {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return null;
  return async (question) => {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    // First the terminal stops to show what is typed, then the question invites to type.
    const lines = createInterface({
      input: stdin,
      output: isHidden ? nowhere : stderr,
      terminal: true,
    });
    lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      if (isHidden) stderr.write(question);
      return await lines.question(isHidden ? '' : question);
    } finally {
      lines.close();
      if (isHidden) stderr.write('\n');
    }
  };
}
