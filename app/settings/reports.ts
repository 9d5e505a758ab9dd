import { z } from 'zod';
import { gatewayAddress } from './gatewayAddress.ts';

const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

/** What the till, or its network, says of a call itself, or what would change what the call is. */
const OWN_HEADER =
  /^(?:accept-.*|access-.*|connection|content-.*|cookie.*|date|expect|host|keep-alive|origin|proxy-.*|referer|sec-.*|te|trailer|transfer-encoding|upgrade|via)$/i;

/** What can be seen, and blanks between it. */
const HEADER_VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** More than any collector asks for. */
const MAX_HEADERS = 8;

const otlpSchema = z.strictObject({
  url: gatewayAddress
    .refine((address) => !address.includes('?'), 'must have no "?": a key belongs into a header')
    .meta({
      description:
        'Where an OpenTelemetry collector takes metrics (OTLP over HTTP, as JSON), for example https://collector.example/v1/metrics',
    }),
  headers: z
    .record(
      z.string().regex(HEADER_NAME, 'must be the name of a header'),
      z
        .string({ error: 'must be text' })
        .max(1_000, { error: 'must have at most 1000 characters', abort: true })
        .regex(HEADER_VALUE, 'must be letters, digits and signs'),
    )
    .refine(
      (headers) => Object.keys(headers).length <= MAX_HEADERS,
      `must have at most ${MAX_HEADERS} entries`,
    )
    .refine(
      (headers) => !Object.keys(headers).some((name) => OWN_HEADER.test(name)),
      'must not have a header that the till says itself',
    )
    .refine((headers) => {
      const names = Object.keys(headers).map((name) => name.toLowerCase());
      return new Set(names).size === names.length;
    }, 'must not name a header twice')
    .optional()
    .meta({ description: 'What the collector is told with each call, such as Authorization' }),
});

/** Whom a till tells how it is: `docs/reports.md`. Nobody where nothing is named. */
export const reportsSchema = z.strictObject({
  relay: z.boolean({ error: 'must be true or false' }).optional().meta({
    description:
      "The gateway is a relay of the chain's own, which takes reports; default: false, and the platform itself takes none",
  }),
  otlp: otlpSchema.optional(),
});

export type Reports = z.infer<typeof reportsSchema>;
export type OtlpChoice = z.infer<typeof otlpSchema>;
