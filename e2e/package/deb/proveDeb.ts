import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lackingPackages } from '../../../dev/prerequisites.ts';
import { demoProvision } from '../../../dev/start/demoProvision.ts';
import { createSandbox } from '../../../sandbox/createSandbox.ts';
import { focusWindow, pressKeys } from '../../driver/inputMethod.ts';
import { canSeeOtherwise } from '../../driver/machineFolder.ts';
import { must, mustEqual } from '../must.ts';
import { KEYS } from '../packedTill.ts';
import { InstalledTill } from './installedTill.ts';
import { packDeb } from './packDeb.ts';

const DESKTOP_FILE = '/usr/share/applications/tillside.desktop';

/** Between two keys, as a hand would (ms). */
const HAND_MS = 90;

/**
 * Makes the Debian package, installs it here, starts it by its desktop entry as somebody of this machine, registers members,
 * and removes it. Gives null, or why that cannot be done on this machine.
 */
export async function proveDeb(packed: string, folder: string): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'only root installs packages';
  if (spawnSync('dpkg', ['--version']).status !== 0) return 'this is no Debian';
  if (spawnSync('dpkg', ['--status', 'tillside'], { stdio: 'ignore' }).status === 0)
    return 'a tillside is installed here, which is left alone';
  if (!canSeeOtherwise()) return 'no mount namespace can be made here';
  const lacking = lackingPackages(
    { gio: 'libglib2.0-bin', 'update-desktop-database': 'desktop-file-utils' },
    console.log,
  );
  if (lacking.length > 0) return `this machine lacks ${lacking.join(', ')}`;
  const deb = await packDeb(packed, folder);
  const gateway = await createSandbox(KEYS);
  const till = new InstalledTill(demoProvision({ url: gateway.url, ...KEYS }));
  try {
    apt('install', '--no-install-recommends', deb);
    const registered = () => gateway.ledger().effects.length;
    const type = async (mobile: string) => {
      await sleep(2_000);
      pressKeys([...mobile, 'F5', 'F4'], HAND_MS);
    };
    mustEqual('its desktop entry starts it', till.run('gio', 'launch', DESKTOP_FILE), 0);
    focusWindow('Tillside');
    await type('13800138000');
    await till.until('a member registered', () => registered() === 1);
    console.log(
      'The Debian package is installed; started by its desktop entry it has registered a member.',
    );

    // Another field has the focus: a number that is typed there registers nobody.
    await sleep(2_000);
    pressKeys(['Tab'], HAND_MS);
    const link = 'tillside://register?mobile=1&--quit';
    mustEqual('the desktop opens links with it', till.run('gio', 'open', link), 0);
    // Without a window manager nobody gives the focus to a window that asks for it; within it the link has chosen the field.
    focusWindow('Tillside');
    await type('13900139000');
    await till.until('the link leads into the phone field', () => registered() === 2);
    mustEqual('nothing of the link was typed', mobilesOf(gateway), ['13800138000', '13900139000']);
    console.log('A link opens the form, and what stands in it is not read.');

    must('it runs', till.health?.isRunning === true);
    mustEqual('it is asked to end', till.run('/usr/bin/tillside', '--quit'), 0);
    await till.until('it has ended in order', () => till.health?.isRunning === false);
    apt('remove', 'tillside');
    for (const gone of ['/opt/Tillside', '/usr/bin/tillside', DESKTOP_FILE])
      must(`${gone} is gone`, !existsSync(gone));
    must('the data are kept', till.hasJournal());
    console.log('It ends in order when asked; removed, it leaves the data.');
    return null;
  } finally {
    spawnSync('dpkg', ['--purge', 'tillside'], { stdio: 'ignore' });
    await till.leave();
    await gateway.close();
  }
}

function mobilesOf(gateway: Awaited<ReturnType<typeof createSandbox>>): (string | undefined)[] {
  return gateway.ledger().effects.map(({ fields }) => fields.mobile);
}

function apt(...args: string[]): void {
  const done = spawnSync('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  must(`apt-get ${args[0]} goes well`, done.status === 0, `${done.stdout}\n${done.stderr}`);
}
