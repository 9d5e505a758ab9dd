import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PlainFailure } from '../plainFailure.ts';
import baseline from './baseline.json' with { type: 'json' };
import { strangers } from './baseline.ts';
import { program, scan } from './scan.ts';

/** Holes that stand wide open: a scan that does not see them has not looked. */
const PLANTED = `
  const { app, BrowserWindow, shell } = require('electron');
  new BrowserWindow({ webPreferences: { sandbox: false, webSecurity: false } });
  shell.openExternal(process.argv[2]);
  app.on('certificate-error', (event, page, url, error, certificate, callback) => callback(true));
  app.commandLine.appendSwitch('disable-web-security');`;
const SEEN = [
  'CERTIFICATE_ERROR_EVENT_JS_CHECK',
  'CUSTOM_ARGUMENTS_JS_CHECK',
  'OPEN_EXTERNAL_JS_CHECK',
  'SANDBOX_JS_CHECK',
  'WEB_SECURITY_JS_CHECK',
];

/**
 * Electronegativity over sources and bundles: true where it finds nothing but what is in the baseline.
 * @throws PlainFailure where it cannot be had, or does not see what it should
 */
export async function passesElectronegativity(say: (line: string) => void): Promise<boolean> {
  install();
  for (const name of ['main/planted.ts', 'out/main/planted.cjs']) {
    const { findings } = await scan(new Map([[name, PLANTED]]));
    const missed = SEEN.filter((id) => findings.every((finding) => finding.id !== id));
    if (missed.length > 0) throw new PlainFailure(`Electronegativity misses ${missed.join(', ')}.`);
  }
  const files = await program();
  const result = await scan(files);
  const lines = strangers(result, baseline);
  for (const line of lines) say(`Electronegativity: ${line}`);
  const count = result.findings.length;
  say(
    `Electronegativity: ${files.size} files, ${count} findings, ${lines.length} not in the baseline.`,
  );
  return lines.length === 0;
}

/** 400 packages, of an age that nothing else here needs: they come when this first runs. */
function install(): void {
  const folder = import.meta.dirname;
  if (existsSync(join(folder, 'node_modules'))) return;
  const { status } = spawnSync('npm', ['ci'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new PlainFailure('Electronegativity cannot be installed.');
}
