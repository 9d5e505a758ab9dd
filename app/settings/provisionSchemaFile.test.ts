import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { provisionSchema } from './provision.ts';

const file = new URL('../../docs/provision.schema.json', import.meta.url);

test('the published schema is the one that the app checks with: else `npm run generate`', () => {
  const published = JSON.parse(readFileSync(file, 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(provisionSchema))));
});
