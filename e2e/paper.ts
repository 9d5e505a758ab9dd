import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why a test that looks at paper is skipped. */
export const NO_PAPER = 'pdftotext and pdftoppm are not here (Debian: poppler-utils)';

export function seesPaper(): boolean {
  return ['pdftotext', 'pdftoppm'].every((name) => spawnSync(name, ['-v']).error === undefined);
}

/** What somebody reads on the pages of a PDF, each row on a line. */
export function textOnPaper(pdf: string): string {
  return execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
}

/** Where the ink of a page begins and ends, as parts of its width and height from the left and the top. */
export interface Ink {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Part of the page that is not white. */
  part: number;
}

/** The ink of the first page as a picture of 100 dots an inch. */
export function inkOfFirstPage(pdf: string, folder: string): Ink {
  const name = join(folder, 'page');
  execFileSync('pdftoppm', ['-r', '100', '-gray', '-f', '1', '-singlefile', pdf, name]);
  const picture = readFileSync(`${name}.pgm`);
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(picture.subarray(0, 64).toString('latin1'));
  if (head === null) throw new Error('not a picture of 256 grays');
  const [width, height] = [Number(head[1]), Number(head[2])];
  const dots = picture.subarray(head[0].length);
  const ink = { left: width, right: 0, top: height, bottom: 0, part: 0 };
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if ((dots[y * width + x] ?? 255) > 200) continue;
      ink.left = Math.min(ink.left, x);
      ink.right = Math.max(ink.right, x);
      ink.top = Math.min(ink.top, y);
      ink.bottom = Math.max(ink.bottom, y);
      ink.part += 1;
    }
  return {
    left: ink.left / width,
    right: ink.right / width,
    top: ink.top / height,
    bottom: ink.bottom / height,
    part: ink.part / (width * height),
  };
}
