import { z } from 'zod';
import { DEFAULT_API_PORT } from './apiChoice.ts';
import { API_ERRORS, type ApiErrorCode } from './apiErrors.ts';
import { ERRORS_OF_ALL, OPERATIONS } from './apiOperations.ts';
import {
  apiConsentSchema,
  apiMemberSchema,
  errorSchema,
  eventSchema,
  formBodySchema,
  formFilledSchema,
  healthSchema,
  IDEMPOTENCY_KEY,
  knownSchema,
  registerBodySchema,
  registeredSchema,
  saveStateSchema,
} from './apiSchemas.ts';

type Json = Record<string, unknown>;

/** By the names that a generated client has for them. */
const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Member: apiMemberSchema,
  Consent: apiConsentSchema,
  Registration: registerBodySchema,
  Registered: registeredSchema,
  SaveState: saveStateSchema,
  KnownMember: knownSchema,
  FormFilling: formBodySchema,
  FormFilled: formFilledSchema,
  Health: healthSchema,
  SaveEvent: eventSchema,
  Refusal: errorSchema,
};

const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The document of the local API (OpenAPI 3.1), made of the tables that the server goes by. `version`: the program's. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS) {
    const { path, method } = operation;
    paths[path] = { ...paths[path], [method]: describeOperation(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tillside local API',
      version,
      description:
        'Registers members from a program on the same PC. Off by default; 127.0.0.1 only; every call takes the token of the file.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `http://127.0.0.1:${DEFAULT_API_PORT}` }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'What stands in the token file' },
      },
      schemas: componentSchemas(),
    },
  };
}

function componentSchemas(): Json {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) named.add(schema, { id });
  const { schemas } = z.toJSONSchema(named, { uri: (id) => refTo(id).$ref });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  );
}

function nameOf(schema: z.ZodType): string {
  const found = Object.entries(SCHEMAS).find(([, one]) => one === schema);
  if (found === undefined) throw new Error('a schema of the API has no name in its document');
  return found[0];
}

function describeOperation(operation: (typeof OPERATIONS)[number]): Json {
  const { name, summary, path, takesKey, body, replies, errors } = operation;
  const parameters = [...parametersIn(path), ...(takesKey ? [KEY_PARAMETER] : [])];
  const responses = Object.entries(replies).map(([status, reply]) => {
    const content =
      'text' in reply
        ? { [reply.text.type]: { schema: textSchema(reply.text) } }
        : { 'application/json': { schema: refTo(nameOf(reply.body)) } };
    return [status, { description: reply.meaning, content }];
  });
  return {
    operationId: name,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: refTo(nameOf(body)) } },
      },
    }),
    responses: { ...Object.fromEntries(responses), ...refusals([...errors, ...ERRORS_OF_ALL]) },
  };
}

function textSchema({ type, meaning, data }: { type: string; meaning: string; data?: z.ZodType }) {
  const isJson = type === 'application/json';
  const more = data === undefined ? '' : `; the data of each: ${nameOf(data)}`;
  return { type: isJson ? 'object' : 'string', description: `${meaning}${more}` };
}

const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'One registration has one key, over any number of tries and starts: a UUID, or 16 to 200 visible ASCII characters that no other till uses',
  schema: { type: 'string', pattern: IDEMPOTENCY_KEY.source },
};

function parametersIn(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

/** By status, with every code and what it means. */
function refusals(codes: readonly ApiErrorCode[]): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const [status, meaning] = API_ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${meaning}`]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [
      String(status),
      {
        description: lines.join('\n\n'),
        content: { 'application/json': { schema: refTo('Refusal') } },
      },
    ]),
  );
}
