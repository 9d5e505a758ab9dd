import { z } from 'zod';

/** Registered for nothing, and below the ports that systems hand out by themselves. */
export const DEFAULT_API_PORT = 24_817;

/** Whether programs on this PC may register members, and at which port: each choice made. */
export const fullApiChoiceSchema = z.strictObject({
  enabled: z.boolean({ error: 'must be true or false' }).meta({
    description: 'Programs of this user may register members at 127.0.0.1; default: false',
  }),
  port: z
    .int('must be a whole number')
    .min(1_024, 'must be at least 1024')
    .max(65_535, 'must be at most 65535')
    .meta({ description: `Default: ${DEFAULT_API_PORT}` }),
});

/** As a provisioning says it: what it leaves out is as `USUAL_API` has it. */
export const apiChoiceSchema = fullApiChoiceSchema.partial();

type ApiChoice = z.infer<typeof apiChoiceSchema>;
export type FullApiChoice = z.infer<typeof fullApiChoiceSchema>;

export const USUAL_API: FullApiChoice = { enabled: false, port: DEFAULT_API_PORT };

export function fullApiChoice({ enabled, port }: ApiChoice = {}): FullApiChoice {
  return { enabled: enabled ?? USUAL_API.enabled, port: port ?? USUAL_API.port };
}
