import { spawnSync } from 'node:child_process';
import { networkInterfaces, tmpdir } from 'node:os';
import { madeAddress } from './macAddress.ts';
import { smbiosNumbers } from './smbios.ts';
import { type Traits, tidyTraits } from './traits.ts';

/** No variable of the environment: whoever starts the program sets those. */
const SYSTEM = 'C:\\Windows\\System32';

/**
 * Two keys that any user may read, in milliseconds where PowerShell takes seconds: the firmware's tables, as the driver of
 * the SMBIOS keeps them, and what the drivers of SATA, SCSI and NVMe have found. (`ComputerHardwareId` names a model and no
 * computer; `MachineGuid` goes along with an image.) First a character set that does not depend on the language.
 */
const COMMAND = [
  `${SYSTEM}\\chcp.com 65001`,
  `${SYSTEM}\\reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Services\\mssmbios\\Data /v SMBiosData`,
  `${SYSTEM}\\reg.exe query HKLM\\HARDWARE\\DEVICEMAP\\Scsi /s /v Driver`,
  `${SYSTEM}\\reg.exe query HKLM\\HARDWARE\\DEVICEMAP\\Scsi /s /v SerialNumber`,
].join('&');

/** Less than what somebody waits for the process that this runs in (ms). */
const LONGEST = 5_000;

const MAX_BYTES = 4 * 1024 * 1024;

/** `    NAME    REG_SZ    DATA`, as `reg.exe` prints a value. */
const VALUE = /^ {4}(SMBiosData|SerialNumber|Driver) {4}REG_(?:SZ|BINARY) {4}(.*)$/i;

/** The key of a bus, and of a disk on it. */
const PORT = /^HKEY_LOCAL_MACHINE\\HARDWARE\\DEVICEMAP\\Scsi\\(Scsi Port \d+)/i;

/** What drives a disk at a USB plug, which goes with whoever takes it. */
const AT_PLUG = /(?:uasp|usb)stor/i;

/** What any user may know of a computer with Windows. Never throws; what is not answered in time is not known. */
export function windowsTraits(): Traits {
  const windows = 'C:\\Windows';
  const { stdout } = spawnSync(`${SYSTEM}\\cmd.exe`, ['/d', '/c', COMMAND], {
    env: { SystemRoot: windows, windir: windows, TEMP: tmpdir(), TMP: tmpdir() },
    encoding: 'utf8',
    timeout: LONGEST,
    maxBuffer: MAX_BYTES,
    windowsHide: true,
    windowsVerbatimArguments: true,
  });
  return traitsOfText(stdout ?? '', networkInterfaces());
}

/** `text`: what `reg.exe` has printed; `adapters`: as `os.networkInterfaces()` gives them. */
export function traitsOfText(
  text: string,
  adapters: NodeJS.Dict<readonly { mac: string }[]>,
): Traits {
  const board: string[] = [];
  const disks: { port: string; serial: string }[] = [];
  const atPlugs = new Set<string>();
  let port = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('HKEY_')) port = PORT.exec(line)?.[1] ?? '';
    const [, name = '', data = ''] = VALUE.exec(line) ?? [];
    if (name.toLowerCase() === 'smbiosdata') board.push(...smbiosNumbers(Buffer.from(data, 'hex')));
    else if (name.toLowerCase() === 'serialnumber') disks.push({ port, serial: data });
    else if (port !== '' && AT_PLUG.test(data)) atPlugs.add(port);
  }
  const disk = disks.filter((one) => !atPlugs.has(one.port)).map(({ serial }) => serial);
  const network = Object.values(adapters).flatMap((all) =>
    (all ?? []).flatMap(({ mac }) => madeAddress(mac) ?? []),
  );
  return tidyTraits({ board, disk, network });
}
