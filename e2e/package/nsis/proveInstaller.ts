import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openOwnDisplay } from '../../../dev/display.ts';
import { lackingPackages } from '../../../dev/prerequisites.ts';
import { Wine } from '../../../dev/windows/wine.ts';
import { buildInstaller, withStub } from './installer.ts';
import { NSIS_COMMANDS, NsisTools } from './nsisTools.ts';
import { proveInstallingPerMachine } from './perMachine.ts';
import { proveInstallingPerUser } from './perUser.ts';
import { proveRefusals } from './refused.ts';
import { proveUninstalling } from './uninstalling.ts';
import { WindowsPc } from './windowsPc.ts';

/**
 * Builds the nsis installer around what was packed for Windows, and installs, upgrades and removes with it under wine.
 * Gives null, or why that cannot be done on this machine.
 */
export async function proveInstaller(packed: string, folder: string): Promise<string | null> {
  const lacking = lackingPackages(NSIS_COMMANDS, console.log);
  if (lacking.length > 0) return `this machine lacks ${lacking.join(', ')}`;
  const home = join(folder, 'nsis');
  await mkdir(home);
  const screen = await openOwnDisplay({ width: 1024, height: 768 });
  const display = process.env.DISPLAY;
  if (screen.name !== undefined) process.env.DISPLAY = screen.name;
  let wine: Wine | null = null;
  try {
    const prefix = join(home, 'prefix');
    wine = await Wine.find(prefix, ['icacls.exe']);
    if (wine === null) return 'its wine runs no programs of 64 bits';
    const tools = await NsisTools.prepare(join(home, 'tools'));
    const pc = new WindowsPc(wine, prefix);
    await pc.record(tools);
    const stubbed = await withStub(packed, home, tools);
    const setup = await buildInstaller(stubbed, home, { tools, wine });
    const setupFor32 = await buildInstaller(stubbed, home, { tools, wine, plays32Bit: true });
    await proveRefusals(pc, { setup, setupFor32 });
    console.log('The installer refuses Windows 7 and 32 bits, in words.');
    await proveInstallingPerUser(pc, setup);
    console.log('It installs for one user, and closes a running till in order.');
    await proveUninstalling(pc, setup);
    console.log('Removing asks about unsent saves, keeps the data, or removes them when told.');
    await proveInstallingPerMachine(pc, setup);
    console.log('It installs for everybody, and asks icacls for the rights of the folders.');
    return null;
  } finally {
    if (display === undefined) delete process.env.DISPLAY;
    else process.env.DISPLAY = display;
    await screen.close();
    await wine?.runSilently(['wineboot', '-k'], home);
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  }
}
