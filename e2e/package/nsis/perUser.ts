import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { must, mustEqual } from '../must.ts';
import type { WindowsPc } from './windowsPc.ts';

const LINK = 'HKEY_CURRENT_USER\\Software\\Classes\\tillside';

/** Installs for whoever works at the PC, over a till that runs, and over one that does not end. */
export async function proveInstallingPerUser(pc: WindowsPc, setup: string): Promise<void> {
  const program = join(pc.programFolder('user'), 'Tillside.exe');
  await install(pc, setup);
  must('installed for one user', existsSync(program));
  must('it may update itself', !existsSync(join(program, '../per-machine.txt')));
  must('group policy templates beside it', existsSync(join(program, '../policies/Tillside.admx')));
  mustEqual('access for app containers, by icacls', await pc.recorded(), [
    `"C:\\windows\\system32\\icacls.exe" "${pc.asSeenThere(pc.programFolder('user'))}" /grant "*S-1-15-2-1:(OI)(CI)(RX)" "*S-1-15-2-2:(OI)(CI)(RX)" /Q`,
  ]);
  const registered = await pc.registry(LINK);
  must('the link is registered', /"URL Protocol"=""/.test(registered), registered);
  must(
    'behind the link stands nothing that is read as a switch',
    registered.includes('Tillside.exe\\" -- \\"%1\\""'),
    registered,
  );
  await aroundData(pc, setup, program);
  await overRunningTill(pc, setup, program);
  await overStubbornTill(pc, setup, program);
}

async function install(pc: WindowsPc, setup: string): Promise<void> {
  mustEqual('the installer ends with 0', await pc.run(setup, '/S', '/currentuser'), 0);
}

/** A queue below the program's folder, which an update's uninstaller would take along. */
async function aroundData(pc: WindowsPc, setup: string, program: string): Promise<void> {
  const data = join(program, '../data');
  await pc.leaveData(data, { waiting: 3, held: 0 });
  await pc.logged();
  const args = ['--updated', '/S', '/currentuser'];
  mustEqual('an update around a queue is refused', await pc.run(setup, ...args), 1);
  mustEqual('removing it is refused', await pc.uninstall('user', '/S'), 1);
  const logged = await pc.logged();
  must('it says where the queue lies', logged.includes('outbox-000001.journal'), logged);
  must(
    'queue and program are still there',
    existsSync(program) && existsSync(join(data, 'outbox-000001.journal')),
  );
  await rm(data, { recursive: true });
  mustEqual('without it the update is done', await pc.run(setup, ...args), 0);
  const once = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\RunOnce';
  must('what is finished is not begun again', !(await pc.registry(once)).includes('Tillside'));
}

async function overRunningTill(pc: WindowsPc, setup: string, program: string): Promise<void> {
  const running = pc.run(program);
  await pc.until('the till runs', () => pc.notes.includes('started \n'));
  await pc.logged();
  await install(pc, setup);
  mustEqual('the till that ran has ended', await running, 0);
  const [, ...notes] = pc.notes.trimEnd().split('\n');
  mustEqual('an upgrade closes a running till in order', notes, [
    'started --quit',
    'ended in order',
  ]);
  const logged = await pc.logged();
  must('the upgrade tells that', logged.includes('the till was closed in order'), logged);
  must('the new program is there', existsSync(program));
  must('the link stays', (await pc.registry(LINK)).includes('Tillside.exe'));
}

async function overStubbornTill(pc: WindowsPc, setup: string, program: string): Promise<void> {
  const before = pc.notes.length;
  const running = pc.run(program, '--stubborn');
  await pc.until('the till runs', () => pc.notes.slice(before).includes('--stubborn'));
  await install(pc, setup);
  await running;
  const notes = pc.notes.slice(before).trimEnd().split('\n');
  mustEqual('one that does not end is killed', notes, ['started --stubborn', 'started --quit']);
  const logged = await pc.logged();
  must('the upgrade tells that', logged.includes('did not end by itself and was killed'), logged);
}
