import { readFileSync } from 'node:fs';
import { OpenAPIClientAxios } from 'openapi-client-axios';
import { expect, test } from 'vitest';
import { apiRegistration, apiTill } from '../../testing/tills/apiTill.ts';

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';

/** A client that is made of a document alone, as a POS program would have it. */
function clientOf(definition: object, { address, token }: { address: string; token: string }) {
  const headers = { authorization: `Bearer ${token}` };
  const axiosConfigDefaults = { baseURL: address, headers, validateStatus: () => true };
  return new OpenAPIClientAxios({ definition: definition as never, axiosConfigDefaults }).init();
}

test('a client made of the published document registers a member, follows it, and hears refusals by their codes', async () => {
  const till = await apiTill();
  const published = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
  const { servers: _, ...document } = JSON.parse(published);
  const client = await clientOf(document, till);
  const call = (name: string, ...given: unknown[]) =>
    (
      client as unknown as Record<
        string,
        (...given: unknown[]) => Promise<{ status: number; data: unknown }>
      >
    )[name]?.(...given);

  const key = [{ name: 'Idempotency-Key', value: KEY, in: 'header' }];
  const saved = await call('registerMember', key, apiRegistration('13800138000'));
  expect(saved).toMatchObject({ status: 201, data: { slip: 'S-0001' } });
  const { requestId } = (saved?.data ?? {}) as { requestId?: string };
  expect(await call('findSave', { requestId })).toMatchObject({
    status: 200,
    data: { requestId, state: 'pending' },
  });
  expect(await call('registerMember', key, apiRegistration('1380013'))).toMatchObject({
    status: 422,
    data: { error: { code: 'input.invalid', fields: { mobile: 'mobile.invalid' } } },
  });
  expect(await call('getHealth')).toMatchObject({ status: 200, data: { waiting: 1 } });
});

test('the till serves the published document', async () => {
  const till = await apiTill();
  const { body } = await till.call('/v1/openapi.json');
  const published = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
  const { info, ...rest } = JSON.parse(published);
  expect(body).toEqual({ ...rest, info: { ...info, version: '0' } });
});
