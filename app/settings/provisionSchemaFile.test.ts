import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { partialProvisionSchema } from './partialProvision.ts';
import { provisionSchema } from './provision.ts';

test.each([
  ['provision.schema.json', provisionSchema],
  ['machineProvision.schema.json', partialProvisionSchema],
])(
  'the published %s is the one that the app checks with: else `npm run generate`',
  (name, schema) => {
    const file = new URL(`../../docs/${name}`, import.meta.url);
    const published = JSON.parse(readFileSync(file, 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(schema))));
  },
);
