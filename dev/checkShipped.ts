import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApp } from './build.ts';
import { shippedVersion } from './electron/shippedElectron.ts';
import { passesElectronegativity } from './electronegativity/gate.ts';
import { outFolder, projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';
import { readAudit } from './shipped/advisories.ts';
import { electronSupport } from './shipped/electronSupport.ts';
import { SHIPPED_FOLDERS_FILE } from './shipped/legalFiles.ts';

/** `npm run check:shipped`: whether what ships still gets fixes, what is known against it, and what may let somebody in. */
await runScript(async () => {
  await buildApp();
  const areGood = [
    checkElectron(),
    await checkAdvisories(),
    await passesElectronegativity((line) => console.log(line)),
  ];
  return areGood.every((isGood) => isGood) ? 0 : 1;
});

function checkElectron(): boolean {
  const { isSupported, line, warning } = electronSupport(shippedVersion, Date.now());
  console.log(line);
  if (warning !== null) console.log(warning);
  return isSupported;
}

async function checkAdvisories(): Promise<boolean> {
  const folders = JSON.parse(
    await readFile(join(outFolder, SHIPPED_FOLDERS_FILE), 'utf8'),
  ) as string[];
  const { stdout } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], {
    cwd: projectRoot,
    encoding: 'utf8',
    timeout: 60_000,
  });
  const audit = readAudit(stdout, new Set(folders));
  if (!audit.wasAsked) {
    console.log(`Known holes: could not ask (${audit.why}). Ask again where a registry answers.`);
    return true;
  }
  const { advisories, elsewhere } = audit;
  for (const { package: name, severity, title } of advisories) {
    console.log(`Known hole in ${name}, which ships: ${title} (${severity})`);
  }
  const others = elsewhere === 0 ? '' : `; ${elsewhere} in what only builds or tests`;
  console.log(
    `Known holes: ${folders.length} packages asked about, ${advisories.length}${others}.`,
  );
  return advisories.length === 0;
}
