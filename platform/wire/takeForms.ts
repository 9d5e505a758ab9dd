import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isTooMuch } from './readMultipart.ts';
import { BodyTooMuch, wholeBody, wholeText } from './wholeBody.ts';

/** A body as it waits to be read; others are not kept. */
export type SentForm = { text: string } | { multipart: Buffer };

/**
 * Lets a server take the bodies that calls come in; `readCall` then reads them. A multipart body of more parts, or a longer head of one,
 * than any call has is refused (413).
 */
export async function takeForms(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  // The body stays text here: it is decoded with the same strictness as the query.
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    async (request: FastifyRequest): Promise<SentForm> => ({
      text: await wholeText(request),
    }),
  );
  app.addContentTypeParser(
    'multipart/form-data',
    async (request: FastifyRequest): Promise<SentForm> => {
      // Where its caller breaks off its last part is missing, and nobody waits for the answer.
      const { body } = await wholeBody(request);
      if (isTooMuch(body)) throw new BodyTooMuch();
      return { multipart: body };
    },
  );
  // Any other body is ignored, as its parameters cannot be read: "missing method" then says it.
  app.addContentTypeParser('*', async (request: FastifyRequest) => void (await wholeBody(request)));
}
