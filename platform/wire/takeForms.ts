import { fastifyMultipart } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { wholeBody, wholeText } from './wholeBody.ts';

/** Lets a server take the bodies that calls come in; `readCall` then reads them. */
export async function takeForms(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  // The body stays text here: it is decoded with the same strictness as the query.
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    async (request: FastifyRequest) => ({
      text: await wholeText(request),
    }),
  );
  // Its hooks tidy up files that it was asked to save, after every call, whatever came with it. Nothing here saves any.
  const withoutHooks: FastifyInstance = Object.create(app, {
    addHook: { value: () => withoutHooks },
  });
  fastifyMultipart(withoutHooks, {}, () => undefined);
  // Any other body is ignored, as its parameters cannot be read: "missing method" then says it.
  app.addContentTypeParser('*', async (request: FastifyRequest) => void (await wholeBody(request)));
}
