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
  const results = await Promise.all(projects.map(compile));
  // A room that is imported is compiled with each that imports it, and its errors come once for each of them.
  for (const error of new Set(results.flatMap(({ said }) => errorsOf(said)))) console.log(error);
  return Math.max(...results.map(({ code }) => code));
});

interface Result {
  code: number;
  said: string;
}

function compile(project: string): Promise<Result> {
  // They run side by side: several threads of each would only read the same files again.
  const options = ['-p', project, '--pretty', 'false', '--singleThreaded'];
  const compiler = spawn('tsc', options, {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  compiler.stdout.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  return new Promise((resolve, reject) => {
    compiler.once('error', reject).once('close', (code) => resolve({ code: code ?? 1, said }));
  });
}

/** Each error with the lines that explain it, which are indented. */
function errorsOf(said: string): string[] {
  return said.trim() === '' ? [] : said.trimEnd().split(/\n(?=\S)/);
}
