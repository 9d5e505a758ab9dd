import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { API_ERROR_CODES } from './apiErrors.ts';
import { OPERATIONS } from './apiOperations.ts';
import { openApiDocument } from './openApiDocument.ts';

const inProject = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const { version } = JSON.parse(inProject('package.json')) as { version: string };
const document = JSON.parse(JSON.stringify(openApiDocument(version)));

test('the published document is the one that the till serves: else `npm run generate`', () => {
  expect(JSON.parse(inProject('docs/openapi.json'))).toEqual(document);
});

test('it is an OpenAPI 3.1 document by the schema of that standard', async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('every code of a refusal stands with an operation that may give it, and on the page of the API', () => {
  const page = inProject('docs/pos-integration.md');
  const said = JSON.stringify(document);
  // What no operation was reached for.
  const ofNone = ['path.unknown', 'method.refused'];
  for (const code of API_ERROR_CODES) {
    expect(page, code).toContain(`\`${code}\``);
    if (!ofNone.includes(code)) expect(said, code).toContain(`\`${code}\``);
  }
});

test('every operation stands on the page of the API', () => {
  const page = inProject('docs/pos-integration.md');
  for (const { path } of OPERATIONS) expect(page).toContain(path);
});
