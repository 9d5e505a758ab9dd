import { describe, expect, test } from 'vitest';
import { smbiosNumbers } from './smbios.ts';
import { NO_TRAITS } from './traits.ts';
import { traitsOfText, windowsTraits } from './windowsTraits.ts';

/** One structure of SMBIOS: what stands in it behind its handle, and its texts. */
const structure = (kind: number, formatted: number[], texts: string[]) =>
  Buffer.concat([
    Buffer.from([kind, 4 + formatted.length, 1, 0, ...formatted]),
    Buffer.from(texts.length === 0 ? '\0\0' : `${texts.join('\0')}\0\0`, 'latin1'),
  ]);

const UUID = [...Buffer.from('44454c4c350010358052b4c04f4a4d32', 'hex')];

const TABLES = Buffer.concat([
  structure(0, [1, 2, 0, 0], ['Maker', '1.2']),
  structure(1, [1, 2, 3, 4, ...UUID, 6], ['Maker', 'Till 5', '1', '5N5RJM2']),
  structure(2, [1, 2, 3, 4], ['Maker', 'Board', 'A00', '/5N5RJM2/CN0123/']),
  structure(3, [1, 3, 0, 4], ['Maker', 'Case', '', 'CASE-1']),
  structure(127, [], []),
]);

const withHeader = (tables: Buffer) => {
  const header = Buffer.from([0, 3, 2, 0, 0, 0, 0, 0]);
  header.writeUInt32LE(tables.length, 4);
  return Buffer.concat([header, tables]);
};

const NUMBERS = ['4c4c4544-0035-3510-8052-b4c04f4a4d32', '5N5RJM2', '/5N5RJM2/CN0123/'];

describe('the tables of the firmware', () => {
  test('give the UUID and the serial numbers of system and board, with what Windows puts in front or without', () => {
    expect(smbiosNumbers(withHeader(TABLES))).toEqual(NUMBERS);
    expect(smbiosNumbers(TABLES)).toEqual(NUMBERS);
  });

  test('that are cut or were never tables give what is whole, and end', () => {
    for (let length = 0; length <= TABLES.length; length += 1) {
      const numbers = smbiosNumbers(TABLES.subarray(0, length));
      expect(NUMBERS.slice(0, numbers.length)).toEqual(numbers);
    }
    expect(smbiosNumbers(Buffer.alloc(999))).toEqual([]);
    expect(smbiosNumbers(Buffer.alloc(999, 0xff))).toEqual([]);
  });
});

/** As `reg.exe query` prints it; the last line is in words of the system's language. */
const PRINTED = [
  'Active code page: 65001',
  '',
  'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\mssmbios\\Data',
  `    SMBiosData    REG_BINARY    ${withHeader(TABLES).toString('hex').toUpperCase()}`,
  '',
  'HKEY_LOCAL_MACHINE\\HARDWARE\\DEVICEMAP\\Scsi\\Scsi Port 0\\Scsi Bus 0\\Target Id 0\\Logical Unit Id 0',
  '    SerialNumber    REG_SZ    S3Z9NB0K123456A     ',
  'HKEY_LOCAL_MACHINE\\HARDWARE\\DEVICEMAP\\Scsi\\Scsi Port 1\\Scsi Bus 0\\Target Id 0\\Logical Unit Id 0',
  '    SerialNumber    REG_SZ    0025_3852_1140_1234.',
  '',
  '搜索结束: 找到 2 匹配。',
].join('\r\n');

test('a PC with Windows is known by firmware, disks and the addresses of its adapters', () => {
  const adapters = {
    以太网: [{ mac: '3c:7c:3f:12:34:56' }, { mac: '3c:7c:3f:12:34:56' }],
    'VMware Network Adapter VMnet8': [{ mac: '00:50:56:c0:00:08' }],
    'Loopback Pseudo-Interface 1': [{ mac: '00:00:00:00:00:00' }],
  };
  expect(traitsOfText(PRINTED, adapters)).toEqual({
    board: ['/5n5rjm2/cn0123/', '4c4c4544-0035-3510-8052-b4c04f4a4d32', '5n5rjm2'],
    disk: ['0025_3852_1140_1234.', 's3z9nb0k123456a'],
    network: ['3c:7c:3f:12:34:56'],
  });
});

const SCSI = 'HKEY_LOCAL_MACHINE\\HARDWARE\\DEVICEMAP\\Scsi\\Scsi Port';

test.each(['UASPStor', 'uaspstor', '\\Driver\\UASPStor'])(
  'a disk at a USB plug (%s) is none of the computer’s: it may be seen at both of two',
  (driver) => {
    const drivers = [
      ...[`${SCSI} 0`, '    Driver    REG_SZ    storahci', ''],
      ...[`${SCSI} 10`, `    Driver    REG_SZ    ${driver}`, ''],
      ...[`${SCSI} 1`, '    Driver    REG_SZ    stornvme', ''],
    ];
    const disks = [0, 1, 10].flatMap((port) => [
      `${SCSI} ${port}\\Scsi Bus 0\\Target Id 0\\Logical Unit Id 0`,
      `    SerialNumber    REG_SZ    SERIAL${port}`,
    ]);
    for (const lines of [
      [...drivers, ...disks],
      [...disks, ...drivers],
    ])
      expect(traitsOfText(lines.join('\r\n'), {}).disk).toEqual(['serial0', 'serial1']);
    expect(traitsOfText(disks.join('\r\n'), {}).disk).toHaveLength(3);
  },
);

test('a registry that says nothing leaves nothing known', () => {
  expect(traitsOfText('', {})).toEqual(NO_TRAITS);
  expect(traitsOfText('ERROR: The system was unable to find the key.', {})).toEqual(NO_TRAITS);
});

test('another system is asked in vain, and answers', () => {
  expect(Object.keys(windowsTraits())).toEqual(['board', 'disk', 'network']);
});
