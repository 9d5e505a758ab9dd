import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { focusWindow, pressKeys } from '../../driver/inputMethod.ts';
import { must, mustEqual } from '../must.ts';
import type { WindowsPc } from './windowsPc.ts';

const UNSENT = { waiting: 3, held: 1 };
const NONE = { waiting: 0, held: 0 };

/** Between two keys, as a hand would (ms). */
const HAND_MS = 100;

/** Removes what is installed for one user: with unsent saves, with data kept, with data removed. */
export async function proveUninstalling(pc: WindowsPc, setup: string): Promise<void> {
  const data = pc.home('AppData', 'Local', 'Tillside', 'data');
  const program = join(pc.programFolder('user'), 'Tillside.exe');
  const install = async () => void (await pc.run(setup, '/S', '/currentuser'));
  await pc.leaveData(data, UNSENT);

  mustEqual('whoever says no has removed nothing', await asked(pc, 'n'), 1);
  must('the program is still there', existsSync(program));
  const logged = await pc.logged();
  must('it says how many are not done', logged.includes('4 registrations'), logged);

  mustEqual(
    'deleting unsent saves is refused',
    await pc.uninstall('user', '/S', '--delete-app-data'),
    1,
  );
  must('program and data are still there', existsSync(program) && existsSync(data));
  const refused = await pc.logged();
  must('it says why', refused.includes('--delete-unsent'), refused);

  mustEqual('whoever says yes has removed the program', await asked(pc, 'y'), 0);
  must('the program is gone', !existsSync(program));
  must('the data are kept', existsSync(join(data, 'outbox-000001.journal')));
  const key = 'HKEY_CURRENT_USER\\Software\\Classes\\tillside';
  mustEqual('the link is gone', await pc.registry(key), '');

  await install();
  mustEqual('removed silently', await pc.uninstall('user', '/S'), 0);
  must('the program is gone', !existsSync(program));
  must('the data are kept', existsSync(join(data, 'outbox-000001.journal')));

  await install();
  const both = ['--delete-app-data', '--delete-unsent'];
  mustEqual('removed with all unsent saves', await pc.uninstall('user', '/S', ...both), 0);
  must('program and data are gone', !existsSync(program) && !existsSync(data));

  await install();
  await pc.leaveData(data, { ...NONE, isRunning: true });
  mustEqual(
    'deleting the data of a till that was killed is refused: what it saved last is not counted',
    await pc.uninstall('user', '/S', '--delete-app-data'),
    1,
  );
  must('program and data are still there', existsSync(program) && existsSync(data));

  await pc.leaveData(data, NONE);
  for (const name of ['aside-2026-11-26T06-00-00-000Z', 'outbox-000001.journal.unreadable-1']) {
    await mkdir(join(data, name));
    mustEqual(
      `what nobody has counted is not deleted: ${name}`,
      await pc.uninstall('user', '/S', '--delete-app-data'),
      1,
    );
    must('program and data are still there', existsSync(program) && existsSync(data));
    await rm(join(data, name), { recursive: true });
  }

  await mkdir(join(data, 'aside-2026-11-26T06-00-00-000Z.taken'));
  const other = join(data, '../other-till');
  await pc.leaveData(other, UNSENT);
  mustEqual('removed, and asked about the data', await asked(pc, 'y'), 0);
  must('program and data are gone', !existsSync(program) && !existsSync(data));
  must("another till's queue stays", existsSync(join(other, 'outbox-000001.journal')));
}

/** The uninstaller's pages by real keys; `answer` to its one question. */
async function asked(pc: WindowsPc, answer: string): Promise<number> {
  const ending = pc.uninstall('user');
  focusWindow('Tillside Uninstall');
  await sleep(1_000);
  pressKeys(['Return'], HAND_MS);
  // While it works its own title ends with a blank, and the question's does not.
  focusWindow('Tillside Uninstall $');
  focusWindow('Tillside Uninstall$');
  await sleep(500);
  pressKeys([`alt+${answer}`], HAND_MS);
  if (answer === 'n') return await ending;
  await sleep(3_000);
  // The last page.
  focusWindow('Tillside Uninstall');
  pressKeys(['Return'], HAND_MS);
  return await ending;
}
