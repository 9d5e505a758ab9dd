import { text } from 'node:stream/consumers';
import { startChild } from '../dev/processes.ts';
import { COMPILED, type ProjectCopy } from './projectCopy.ts';

/** What the compiler complains of first, or null. */
export async function compile(copy: ProjectCopy): Promise<string | null> {
  const compiler = await startChild('tsc', ['-p', COMPILED], {
    cwd: copy.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { stdout } = compiler.process;
  const said = stdout === null ? '' : await text(stdout);
  const { code } = await compiler.ended;
  return code === 0 ? null : (said.split('\n')[0] ?? '');
}
