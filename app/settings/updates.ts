import { z } from 'zod';
import { UPDATE_CHANNELS } from '../update/channels.ts';
import { gatewayAddress } from './gatewayAddress.ts';

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
