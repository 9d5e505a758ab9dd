import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { calendarDate } from '../../app/member/birthday.ts';
import { bundles, mainBundle } from '../build/bundles.ts';
import { writeBundle } from '../build/writeBundle.ts';
import { projectRoot } from '../projectPaths.ts';
import { buildDay } from './buildDay.ts';

test('the day of a build begins at midnight UTC, and may be given from outside', () => {
  const moment = Date.UTC(2026, 10, 26, 6, 30);
  expect(buildDay(moment, undefined)).toBe(Date.UTC(2026, 10, 26));
  expect(buildDay(moment, '1700000000')).toBe(Date.UTC(2023, 10, 14));
  expect(buildDay(moment, 'yesterday')).toBe(Date.UTC(2026, 10, 26));
});

test('what is built knows the day of its build, and believes no clock that stands before it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-build-day-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const entry = join(projectRoot, 'app', 'member', 'believedDay.ts');
  const { config, ...rest } = mainBundle('believedDay', entry, folder);
  await writeBundle({
    ...rest,
    config: { ...config, build: { ...config.build, emptyOutDir: true } },
  });
  const { believedDay } = createRequire(import.meta.url)(join(folder, 'believedDay.cjs'));
  const [day, ...others] = bundles(folder).map((bundle) => bundle.config.define?.TILLSIDE_BUILT_AT);
  expect(believedDay(Date.UTC(2000, 0, 1))).toBe(calendarDate(new Date(Number(day))));
  expect(believedDay(Date.UTC(2099, 5, 15, 12))).toBe('2099-06-15');
  // The page and the check of main go by the same day.
  expect(others).toContain(day);
});
