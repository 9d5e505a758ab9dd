import type { z } from 'zod';
import type { ApiErrorCode } from './apiErrors.ts';
import {
  eventSchema,
  formBodySchema,
  formFilledSchema,
  healthSchema,
  registerBodySchema,
  registeredSchema,
  saveStateSchema,
} from './apiSchemas.ts';

type ApiReply = { meaning: string } & (
  | { body: z.ZodType }
  /** Of another type than JSON by a schema; `data`: what stands in it. */
  | { text: { type: string; meaning: string; data?: z.ZodType } }
);

interface ApiOperation {
  method: 'get' | 'post';
  /** With parameters as OpenAPI writes them. */
  path: string;
  summary: string;
  takesKey?: true;
  body?: z.ZodType;
  replies: Readonly<Record<number, ApiReply>>;
  /** Beside those that every operation has. */
  errors: readonly ApiErrorCode[];
}

/** What every call may be refused with. */
export const ERRORS_OF_ALL: readonly ApiErrorCode[] = [
  'token.wrong',
  'host.refused',
  'origin.refused',
  'body.too-slow',
  'call.too-fast',
  'till.failed',
  'connections.too-many',
];

const OF_BODIES: readonly ApiErrorCode[] = [
  'body.not-json',
  'body.not-utf8',
  'request.refused',
  'body.too-large',
  'body.no-json-type',
];

/** The whole API: the server's routes, the document and the page of the API go by this table. */
export const API_OPERATIONS = {
  registerMember: {
    method: 'post',
    path: '/v1/members',
    summary: 'Registers a member. Answered once the save is flushed to the disk',
    takesKey: true,
    body: registerBodySchema,
    replies: {
      201: { meaning: 'Saved now', body: registeredSchema },
      200: {
        meaning: 'Saved before, under the same Idempotency-Key with the same content',
        body: registeredSchema,
      },
    },
    errors: [
      ...OF_BODIES,
      'idempotency-key.missing',
      'member.known',
      'intention.reused',
      'input.invalid',
      'operator.unknown',
      'consent.missing',
      'consent.outdated',
      'consent.other-brand',
      'lookup.too-fast',
      'register.too-fast',
      'not-provisioned',
      'store.disk-full',
      'store.read-only',
      'store.other-program',
      'store.failed',
    ],
  },
  findSave: {
    method: 'get',
    path: '/v1/members/{requestId}',
    summary: 'What has become of a save',
    replies: { 200: { meaning: 'Known', body: saveStateSchema } },
    errors: ['member.unknown'],
  },
  streamEvents: {
    method: 'get',
    path: '/v1/events',
    summary: 'Server-sent events of every save of this till, from now on',
    replies: {
      200: {
        meaning: 'The stream; a comment every 15 seconds keeps it open',
        text: {
          type: 'text/event-stream',
          meaning: '`saved`, `accepted`, `held`',
          data: eventSchema,
        },
      },
    },
    errors: [],
  },
  fillForm: {
    method: 'post',
    path: '/v1/form',
    summary: 'Brings the window up with the form filled, for the cashier to finish',
    body: formBodySchema,
    replies: { 200: { meaning: 'Filled in', body: formFilledSchema } },
    errors: [...OF_BODIES, 'form.busy', 'screen.locked', 'not-provisioned', 'form.unanswered'],
  },
  getHealth: {
    method: 'get',
    path: '/v1/health',
    summary: 'How the till is, and what a consent is given to',
    replies: { 200: { meaning: 'It answers', body: healthSchema } },
    errors: [],
  },
  getMetrics: {
    method: 'get',
    path: '/v1/metrics',
    summary: 'The same as numbers, for Prometheus',
    replies: {
      200: { meaning: 'Text format 0.0.4', text: { type: 'text/plain', meaning: 'Metrics' } },
    },
    errors: [],
  },
  getDocument: {
    method: 'get',
    path: '/v1/openapi.json',
    summary: 'This document',
    replies: {
      200: { meaning: 'OpenAPI 3.1', text: { type: 'application/json', meaning: 'The document' } },
    },
    errors: [],
  },
} as const satisfies Readonly<Record<string, ApiOperation>>;

export type OperationName = keyof typeof API_OPERATIONS;

export const OPERATIONS: readonly (ApiOperation & { name: OperationName })[] = Object.entries(
  API_OPERATIONS,
).map(([name, operation]) => ({ ...(operation as ApiOperation), name: name as OperationName }));
