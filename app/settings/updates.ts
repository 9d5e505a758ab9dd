import { z } from 'zod';
import { gatewayAddress } from './gatewayAddress.ts';

/** By its name a till finds `NAME.yml` on the chain's server. */
export const UPDATE_CHANNELS = ['latest', 'beta'] as const;
export type UpdateChannel = (typeof UPDATE_CHANNELS)[number];

/** Where updates come from. Nobody is asked for one where no address is named. */
export const updatesSchema = z.strictObject({
  url: gatewayAddress
    .refine((address) => !address.includes('?'), 'must be the address of a folder')
    .meta({ description: "The folder of updates on the chain's own https server" }),
  channel: z
    .enum(UPDATE_CHANNELS, { error: `must be one of ${UPDATE_CHANNELS.join(', ')}` })
    .optional()
    .meta({ description: 'Default: latest' }),
});

export type Updates = z.infer<typeof updatesSchema>;
