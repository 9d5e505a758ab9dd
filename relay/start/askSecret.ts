import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** More than any secret has (characters). */
const LONGEST = 4_096;

/** A secret from standard input: all of it where it is a pipe, one line that nobody sees being typed at a terminal. */
export async function askSecret(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    let text = '';
    stdin.setEncoding('utf8');
    for await (const part of stdin) {
      text += part;
      if (text.length > LONGEST) break;
    }
    return text;
  }
  stderr.write(question);
  const unseen = new Writable({ write: (_part, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: unseen, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    stderr.write('\n');
  }
}
