import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '../must.ts';
import { tryProgram } from './tryProgram.ts';

/** How long the uninstaller may take, which goes on by itself from another place (ms). */
const PATIENCE_MS = 120_000;

const LINK = 'Software\\Classes\\tillside\\shell\\open\\command';

/** Both ways to install, on a Windows where Tillside is not installed: install, try, look at rights and link, remove. */
export async function tryInstaller(setup: string, folder: string): Promise<void> {
  const { LOCALAPPDATA = '', ProgramFiles = '' } = process.env;
  await tryWay(setup, folder, {
    way: '/currentuser',
    place: join(LOCALAPPDATA, 'Programs', 'Tillside'),
    hive: 'HKCU',
  });
  await tryWay(setup, folder, {
    way: '/allusers',
    place: join(ProgramFiles, 'Tillside'),
    hive: 'HKLM',
  });
}

async function tryWay(
  setup: string,
  folder: string,
  { way, place, hive }: { way: string; place: string; hive: string },
): Promise<void> {
  must(`no Tillside is installed in ${place}`, !existsSync(place));
  must(`it installs ${way}`, spawnSync(setup, ['/S', way], { stdio: 'inherit' }).status === 0);
  const program = join(place, 'Tillside.exe');
  const rights = outputOf('icacls', [place]);
  must(
    'app containers may read it',
    rights.includes('S-1-15-2-2') || /RESTRICTED/i.test(rights),
    rights,
  );
  const link = outputOf('reg', ['query', `${hive}\\${LINK}`, '/ve']);
  must('links are registered', link.includes('-- "%1"'), link);
  await tryProgram(program, folder);
  must('once more over it', spawnSync(setup, ['/S', way], { stdio: 'inherit' }).status === 0);
  must('the program is there', existsSync(program));
  spawnSync(join(place, 'Uninstall Tillside.exe'), [way, '/S'], { stdio: 'inherit' });
  const end = Date.now() + PATIENCE_MS;
  while (existsSync(program) && Date.now() < end) await sleep(500);
  must('it is removed', !existsSync(program));
  console.log(`The installer (${way}): installed, tried, installed over it, removed.`);
}

function outputOf(command: string, args: string[]): string {
  return spawnSync(command, args, { encoding: 'utf8' }).stdout ?? '';
}
