import { z } from 'zod';

/** An idempotency id as the page makes it: 32 hex digits. */
export const requestIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
