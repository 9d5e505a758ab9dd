import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { must, mustEqual } from '../must.ts';
import type { WindowsPc } from './windowsPc.ts';

const MASTERS = '"*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F"';

/** Installs for everybody, with the chain's shared queue, and removes that again. */
export async function proveInstallingPerMachine(pc: WindowsPc, setup: string): Promise<void> {
  const program = join(pc.programFolder('machine'), 'Tillside.exe');
  const folder = pc.path('ProgramData', 'Tillside');
  await pc.recorded();
  mustEqual('installed for all', await pc.run(setup, '/S', '/allusers'), 0);
  must('the program is there', existsSync(program));
  must(
    'it knows that it is everybody’s',
    existsSync(join(pc.programFolder('machine'), 'per-machine.txt')),
  );
  must('the folder for the machine’s settings is there', existsSync(join(folder, 'policy')));
  must('no shared queue unless the chain asks for it', !existsSync(join(folder, 'data')));
  const plain = accessOf(await pc.recorded());
  mustEqual('users read in the folders', plain, [
    '\\Tillside" /setowner "*S-1-5-32-544" /Q',
    '\\Tillside" /reset /Q',
    `\\Tillside" /inheritance:r /grant:r ${MASTERS} "*S-1-5-32-545:(RX)" /Q`,
    '\\Tillside\\policy" /setowner "*S-1-5-32-544" /Q',
    '\\Tillside\\policy" /reset /Q',
    `\\Tillside\\policy" /inheritance:r /grant:r ${MASTERS} "*S-1-5-32-545:(OI)(CI)RX" /Q`,
  ]);
  mustEqual(
    'once more, with a shared queue',
    await pc.run(setup, '/S', '/allusers', '--shared-queue'),
    0,
  );
  const shared = accessOf(await pc.recorded());
  const ofQueue = [
    `\\Tillside" /inheritance:r /grant:r ${MASTERS} "*S-1-5-32-545:(RX,WD)" "*S-1-5-32-545:(OI)(IO)M" /Q`,
    `\\Tillside\\data" /inheritance:r /grant:r ${MASTERS} "*S-1-5-32-545:(OI)(CI)M" /Q`,
  ];
  must(
    'users change a shared queue, and make files beside it',
    ofQueue.every((line) => shared.includes(line)),
    shared.join('\n'),
  );

  const key = 'HKEY_LOCAL_MACHINE\\Software\\Classes\\tillside';
  must('the link is everybody’s', (await pc.registry(key)).includes('Tillside.exe'));
  await pc.leaveData(join(folder, 'data'), { waiting: 2, held: 0 });
  await pc.leaveData(pc.path('users', 'other', 'AppData', 'Local', 'Tillside', 'data'), {
    waiting: 5,
    held: 0,
  });
  await pc.logged();
  await pc.uninstall('machine', '/S');
  await pc.until('the program is gone', () => !existsSync(pc.programFolder('machine')));
  const logged = await pc.logged();
  must('it says what waits, of everybody', logged.includes('7 registrations'), logged);
  must(
    'queue and settings of the machine are kept',
    existsSync(join(folder, 'data', 'health.json')) && existsSync(join(folder, 'policy')),
  );
}

/** Of the lines those about ProgramData, from its folder on. */
function accessOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split('C:\\ProgramData')[1] ?? []);
}
