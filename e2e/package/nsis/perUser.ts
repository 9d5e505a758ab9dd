import { existsSync } from 'node:fs';
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
  await overRunningTill(pc, setup, program);
  await overStubbornTill(pc, setup, program);
}

async function install(pc: WindowsPc, setup: string): Promise<void> {
  mustEqual('the installer ends with 0', await pc.run(setup, '/S', '/currentuser'), 0);
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
