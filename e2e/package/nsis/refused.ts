import { existsSync } from 'node:fs';
import { must } from '../must.ts';
import type { WindowsPc } from './windowsPc.ts';

/** Windows 7, which wine can be, and one of 32 bits, which is played: nothing is installed, and the words say why. */
export async function proveRefusals(
  pc: WindowsPc,
  { setup, setupFor32 }: { setup: string; setupFor32: string },
): Promise<void> {
  await pc.becomes('win7');
  await refused(pc, setup, 'needs Windows 10 or later');
  await pc.becomes('win10');
  await refused(pc, setupFor32, 'needs a 64-bit Windows');
}

async function refused(pc: WindowsPc, setup: string, words: string): Promise<void> {
  await pc.logged();
  const code = await pc.run(setup, '/S', '/currentuser');
  must('the installer has refused', code !== 0, String(code));
  const logged = await pc.logged();
  must(`it says: ${words}`, logged.includes(words), logged);
  must('nothing was installed', !existsSync(pc.programFolder('user')));
}
