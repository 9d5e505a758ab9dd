import { listLanguages } from './generate/listLanguages.ts';
import { writePolicyTemplates } from './generate/policyTemplates.ts';
import { publishSchema } from './generate/publishSchema.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

/** `npm run generate`: writes what is made from other files. Tests compare each of them with what it is made from. */
await runScript(async () => {
  const written = [
    ...(await listLanguages(projectRoot)),
    // It names the languages.
    ...(await publishSchema(projectRoot)),
    ...(await writePolicyTemplates(projectRoot)),
  ];
  for (const file of written) console.log(file);
  if (written.length === 0) console.log('Everything is up to date.');
  return 0;
});
