import { expect, test, vi } from 'vitest';
import { MACHINE_FILE, NO_MACHINE_SETTINGS } from '../settings/machineSettings.ts';
import { broughtMachine } from './broughtMachine.ts';

const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet };

test('a machine that has nothing of the kind starts no process for it', async () => {
  const readMachine = vi.fn();
  expect(await broughtMachine({ readMachine }, log, () => false)).toEqual({
    machine: NO_MACHINE_SETTINGS,
    warnings: [],
  });
  expect(readMachine).not.toHaveBeenCalled();
});

test('mistakes are told on standard error, in the log and in the window, and what is right holds', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const warn = vi.fn();
  const mistakes = [
    'HKLM\\SOFTWARE\\Policies\\Tillside\\Kiosk: must be 0 or 1',
    `${MACHINE_FILE}: a`,
    `${MACHINE_FILE}: b`,
  ];
  const machine = { policy: { brandId: 'b' }, file: null, mistakes };
  expect(
    await broughtMachine({ readMachine: async () => machine }, { ...log, warn }, () => true),
  ).toEqual({
    machine,
    warnings: [{ code: 'provision.machine-not-read', detail: 'provision.json 2,policy 1' }],
  });
  for (const mistake of mistakes) {
    expect(write).toHaveBeenCalledWith(`${mistake}\n`);
    expect(warn).toHaveBeenCalledWith('policy or machine file', { mistake });
  }
});
