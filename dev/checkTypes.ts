import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

/**
 * Compiles every folder with the libraries of its own environment and no others: what a folder may
 * not use does not exist there. Then all tests, which may see everything.
 */
const projects = [...globSync('*/tsconfig.json', { cwd: projectRoot }), 'tsconfig.test.json'];

await runScript(async () => {
  const codes = await Promise.all(projects.map(compile));
  return Math.max(...codes);
});

function compile(project: string): Promise<number> {
  const compiler = spawn('tsc', ['-p', project], { cwd: projectRoot, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    compiler.once('error', reject).once('exit', (code) => resolve(code ?? 1));
  });
}
